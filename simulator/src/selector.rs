//! Label and field selectors.

use serde_json::Value;

use crate::contents::Contents;
use crate::status::{ApiError, ApiResult};
use crate::store::Key;

/// The selectors of a list or a watch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selectors {
    labels: Vec<Requirement>,
    fields: Vec<FieldTerm>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Requirement {
    key: String,
    test: Test,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Exists,
    Missing,
    In(Vec<String>),
    NotIn(Vec<String>),
    Above(i64),
    Below(i64),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct FieldTerm {
    field: String,
    value: String,
    equal: bool,
}

impl Selectors {
    /// Reads both selectors. `known` are the fields that the resource can be selected by.
    pub fn parse(labels: Option<&str>, fields: Option<&str>, known: &[&str]) -> ApiResult<Self> {
        Ok(Self {
            labels: LabelParser::new(labels.unwrap_or_default()).requirements()?,
            fields: field_terms(fields.unwrap_or_default(), known)?,
        })
    }

    /// Whether everything matches.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty() && self.fields.is_empty()
    }

    /// Whether an object matches.
    pub fn matches(&self, object: &Value) -> bool {
        self.labels
            .iter()
            .all(|requirement| requirement.matches(object))
            && self.fields.iter().all(|term| term.matches(object))
    }

    /// Whether a stored object matches. No more of it is read than the selectors ask for: its key tells name and project,
    /// and labels stand in its metadata.
    pub fn matches_stored(&self, key: &Key, contents: &Contents) -> bool {
        let (namespace, name) = key.parts();
        let by_key = |term: &FieldTerm| match term.field.as_str() {
            "metadata.name" => Some(term.accepts(name)),
            "metadata.namespace" => Some(term.accepts(namespace)),
            _ => None,
        };
        if self.fields.iter().any(|term| by_key(term) == Some(false)) {
            return false;
        }
        let of_metadata = |object: &Value| self.labels.iter().all(|label| label.matches(object));
        if !self.labels.is_empty() && !contents.look_at_metadata(of_metadata) {
            return false;
        }
        let mut others = self.fields.iter().filter(|term| by_key(term).is_none());
        match others.next() {
            None => true,
            Some(first) => contents
                .look(|object| first.matches(object) && others.all(|term| term.matches(object))),
        }
    }

    /// Whether there is a selector by this field.
    pub fn selects_by(&self, field: &str) -> bool {
        self.fields.iter().any(|term| term.field == field)
    }
}

/// The one name that a field selector asks for, which RBAC treats like a name in the path.
pub fn selected_name(fields: &str) -> Option<&str> {
    let value = fields.strip_prefix("metadata.name=")?;
    let value = value.strip_prefix('=').unwrap_or(value);
    (!value.is_empty() && !value.contains([',', '=', '!'])).then_some(value)
}

impl Requirement {
    fn matches(&self, object: &Value) -> bool {
        let labels = object.pointer("/metadata/labels");
        let value = labels
            .and_then(|labels| labels.get(&self.key))
            .and_then(Value::as_str);
        match &self.test {
            Test::Exists => value.is_some(),
            Test::Missing => value.is_none(),
            Test::In(values) => value.is_some_and(|value| values.iter().any(|v| v == value)),
            Test::NotIn(values) => value.is_none_or(|value| !values.iter().any(|v| v == value)),
            Test::Above(bound) => number(value).is_some_and(|value| value > *bound),
            Test::Below(bound) => number(value).is_some_and(|value| value < *bound),
        }
    }
}

fn number(value: Option<&str>) -> Option<i64> {
    value?.parse().ok()
}

impl FieldTerm {
    fn matches(&self, object: &Value) -> bool {
        let pointer = format!("/{}", self.field.replace('.', "/"));
        let value = object
            .pointer(&pointer)
            .and_then(Value::as_str)
            .unwrap_or_default();
        self.accepts(value)
    }

    fn accepts(&self, value: &str) -> bool {
        (value == self.value) == self.equal
    }
}

fn field_terms(text: &str, known: &[&str]) -> ApiResult<Vec<FieldTerm>> {
    let mut terms = Vec::new();
    for part in text.split(',').filter(|part| !part.is_empty()) {
        let (field, value, equal) = if let Some((field, value)) = part.split_once("!=") {
            (field, value, false)
        } else if let Some((field, value)) = part.split_once("==") {
            (field, value, true)
        } else if let Some((field, value)) = part.split_once('=') {
            (field, value, true)
        } else {
            let message = format!("invalid selector: '{text}'; can't understand '{part}'");
            return Err(ApiError::bad_request(message));
        };
        if !known.contains(&field) {
            let message = format!(
                "\"{field}\" is not a known field selector: only \"metadata.name\", \
                 \"metadata.namespace\""
            );
            return Err(ApiError::bad_request(message));
        }
        terms.push(FieldTerm {
            field: field.to_owned(),
            value: value.to_owned(),
            equal,
        });
    }
    Ok(terms)
}

/// A token of a label selector and where it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Sign(&'static str),
    End,
}

impl Token {
    fn text(&self) -> &str {
        match self {
            Self::Word(word) => word,
            Self::Sign(sign) => sign,
            Self::End => "",
        }
    }
}

/// Longer signs come first, so that `==` is not read as two.
const SIGNS: [&str; 9] = ["==", "!=", "=", "!", "(", ")", ",", ">", "<"];

struct LabelParser {
    tokens: Vec<Token>,
    at: usize,
}

impl LabelParser {
    fn new(text: &str) -> Self {
        let mut tokens = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
            let length = if let Some(sign) = sign {
                tokens.push(Token::Sign(sign));
                sign.len()
            } else {
                let ends = |c: char| c.is_whitespace() || "=!(),><".contains(c);
                let length = rest.find(ends).unwrap_or(rest.len());
                tokens.push(Token::Word(
                    rest.get(..length).unwrap_or_default().to_owned(),
                ));
                length
            };
            rest = rest.get(length..).unwrap_or_default().trim_start();
        }
        Self { tokens, at: 0 }
    }

    fn peek(&self) -> Token {
        self.tokens.get(self.at).cloned().unwrap_or(Token::End)
    }

    fn next(&mut self) -> Token {
        let token = self.peek();
        self.at += 1;
        token
    }

    fn requirements(mut self) -> ApiResult<Vec<Requirement>> {
        let mut requirements = Vec::new();
        if self.peek() == Token::End {
            return Ok(requirements);
        }
        loop {
            requirements.push(self.requirement()?);
            match self.next() {
                Token::End => return Ok(requirements),
                Token::Sign(",") => match self.peek() {
                    Token::Word(_) | Token::Sign("!") => {}
                    other => return Err(found(&other, "identifier after ','")),
                },
                other => return Err(found(&other, "',' or 'end of string'")),
            }
        }
    }

    fn requirement(&mut self) -> ApiResult<Requirement> {
        let negated = self.peek() == Token::Sign("!");
        if negated {
            self.next();
        }
        let key = match self.next() {
            Token::Word(word) => word,
            other => return Err(found(&other, "identifier")),
        };
        check_key(&key)?;
        if negated {
            return Ok(Requirement {
                key,
                test: Test::Missing,
            });
        }
        let test = match self.peek() {
            Token::End | Token::Sign(",") => Test::Exists,
            Token::Sign(sign) => {
                self.next();
                self.comparison(sign)?
            }
            Token::Word(word) => {
                self.next();
                match word.as_str() {
                    "in" => Test::In(self.values()?),
                    "notin" => Test::NotIn(self.values()?),
                    _ => return Err(found(&Token::Word(word), "in, notin, =, ==, !=, gt, lt")),
                }
            }
        };
        Ok(Requirement { key, test })
    }

    fn comparison(&mut self, sign: &'static str) -> ApiResult<Test> {
        if !matches!(sign, "=" | "==" | "!=" | ">" | "<") {
            return Err(found(&Token::Sign(sign), "in, notin, =, ==, !=, gt, lt"));
        }
        let value = match self.peek() {
            Token::Word(word) => {
                self.next();
                word
            }
            Token::End | Token::Sign(",") => String::new(),
            other @ Token::Sign(_) => return Err(found(&other, "identifier")),
        };
        check_value(&value)?;
        Ok(match sign {
            "!=" => Test::NotIn(vec![value]),
            ">" => Test::Above(bound(&value)?),
            "<" => Test::Below(bound(&value)?),
            _ => Test::In(vec![value]),
        })
    }

    fn values(&mut self) -> ApiResult<Vec<String>> {
        match self.next() {
            Token::Sign("(") => {}
            other => return Err(found(&other, "'('")),
        }
        let mut values = Vec::new();
        let mut pending = String::new();
        loop {
            match self.next() {
                Token::Word(word) => {
                    check_value(&word)?;
                    pending = word;
                }
                Token::Sign(",") => values.push(std::mem::take(&mut pending)),
                Token::Sign(")") => {
                    values.push(pending);
                    return Ok(values);
                }
                other => return Err(found(&other, "',' or ')'")),
            }
        }
    }
}

fn found(token: &Token, expected: &str) -> Box<ApiError> {
    let message = format!(
        "unable to parse requirement: found '{}', expected: {expected}",
        token.text()
    );
    ApiError::bad_request(message)
}

fn bound(value: &str) -> ApiResult<i64> {
    value.parse().map_err(|_| {
        ApiError::bad_request(format!(
            "unable to parse requirement: values[0][key]: Invalid value: \"{value}\": \
             for 'Gt', 'Lt' operators, the value must be an integer"
        ))
    })
}

fn is_name_part(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let outer = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.len() <= 63
        && text.chars().all(inner)
        && outer(text.chars().next())
        && outer(text.chars().last())
}

fn check_key(key: &str) -> ApiResult<()> {
    let name = key.rsplit_once('/').map_or(key, |(_, name)| name);
    if is_name_part(name) {
        return Ok(());
    }
    Err(ApiError::bad_request(format!(
        "unable to parse requirement: <nil>: Invalid value: \"{key}\": name part must consist of \
         alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric \
         character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is \
         '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
    )))
}

fn check_value(value: &str) -> ApiResult<()> {
    if value.is_empty() || is_name_part(value) {
        return Ok(());
    }
    Err(ApiError::bad_request(format!(
        "unable to parse requirement: values[0][key]: Invalid value: \"{value}\": a valid label \
         must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must \
         start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or \
         '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
    )))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn matching(selector: &str) -> Vec<&'static str> {
        let selectors = Selectors::parse(Some(selector), None, &[]).unwrap();
        let objects = [
            (
                "a",
                json!({"metadata": {"labels": {"team": "a", "size": "5"}}}),
            ),
            (
                "b",
                json!({"metadata": {"labels": {"team": "b", "app.io/part": "x"}}}),
            ),
            ("none", json!({"metadata": {}})),
        ];
        let found = objects
            .into_iter()
            .filter(|(_, object)| selectors.matches(object));
        found.map(|(name, _)| name).collect()
    }

    #[test]
    fn labels_are_selected_in_every_form() {
        assert_eq!(matching(""), ["a", "b", "none"]);
        assert_eq!(matching("team=a"), ["a"]);
        assert_eq!(matching("team==a"), ["a"]);
        assert_eq!(matching("team!=a"), ["b", "none"]);
        assert_eq!(matching("team in (a, b)"), ["a", "b"]);
        assert_eq!(matching("team notin (a)"), ["b", "none"]);
        assert_eq!(matching("team"), ["a", "b"]);
        assert_eq!(matching("!team"), ["none"]);
        assert_eq!(matching("size>4"), ["a"]);
        assert_eq!(matching("size < 4"), [""; 0]);
        assert_eq!(matching("team, app.io/part = x"), ["b"]);
    }

    #[test]
    fn what_is_no_selector_is_refused_with_what_was_expected() {
        for (selector, message) in [
            (
                "a=b=c",
                "unable to parse requirement: found '=', expected: ',' or 'end of string'",
            ),
            (
                "a,",
                "unable to parse requirement: found '', expected: identifier after ','",
            ),
            (
                "=a",
                "unable to parse requirement: found '=', expected: identifier",
            ),
            (
                "a b",
                "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
            ),
            (
                "a in b",
                "unable to parse requirement: found 'b', expected: '('",
            ),
        ] {
            let error = Selectors::parse(Some(selector), None, &[]).unwrap_err();
            assert_eq!(
                (error.code, error.message.as_str()),
                (400, message),
                "{selector}"
            );
        }
        assert!(Selectors::parse(Some("-a=b"), None, &[]).is_err());
        assert!(Selectors::parse(Some("a=b/c"), None, &[]).is_err());
    }

    #[test]
    fn fields_are_selected_when_they_are_known() {
        let known = &["metadata.name"];
        let object = json!({"metadata": {"name": "python"}});
        let matches = |fields| {
            Selectors::parse(None, Some(fields), known)
                .unwrap()
                .matches(&object)
        };
        assert!(matches("metadata.name=python"));
        assert!(matches("metadata.name==python"));
        assert!(!matches("metadata.name!=python"));
        let unknown = Selectors::parse(None, Some("spec.x=1"), known).unwrap_err();
        assert!(
            unknown
                .message
                .starts_with("\"spec.x\" is not a known field selector")
        );
        let odd = Selectors::parse(None, Some("python"), known).unwrap_err();
        assert_eq!(
            odd.message,
            "invalid selector: 'python'; can't understand 'python'"
        );
    }

    #[test]
    fn a_single_name_is_what_rbac_is_asked_about() {
        assert_eq!(selected_name("metadata.name=python"), Some("python"));
        assert_eq!(selected_name("metadata.name==python"), Some("python"));
        assert_eq!(selected_name("metadata.name=a,metadata.namespace=b"), None);
        assert_eq!(selected_name("metadata.name!=a"), None);
    }

    #[test]
    fn a_stored_object_matches_as_the_object_does() {
        let object = json!({
            "kind": "ImageStream", "apiVersion": "image.openshift.io/v1",
            "metadata": {"name": "web", "labels": {"app": "web"}}, "spec": {"dockerImageRepository": "a/b"},
        });
        let key = Key::of(&object);
        let known = ["metadata.name", "spec.dockerImageRepository"];
        let stored = Contents::packed(&object);
        for labels in ["", "app=web", "!app"] {
            for fields in [
                "",
                "metadata.name=web",
                "metadata.name!=web",
                "spec.dockerImageRepository=a/b",
                "metadata.name=web,spec.dockerImageRepository=x",
            ] {
                let selectors = Selectors::parse(Some(labels), Some(fields), &known).unwrap();
                let found = selectors.matches_stored(&key, &stored);
                assert_eq!(found, selectors.matches(&object), "{labels} {fields}");
            }
        }
    }
}
