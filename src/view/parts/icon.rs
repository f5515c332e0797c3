//! Icons, drawn for this app on a grid of 16. They are decoration: what they mean stands beside
//! them, for all readers or for screen readers.

use crate::view::node::{Element, Node, el};

/// An icon.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Copy to the clipboard.
    Copy,
    /// Done.
    Check,
    /// Opens below.
    Down,
    /// Failure.
    Failure,
    /// Warning.
    Warning,
    /// Under way.
    Progress,
    /// Nothing there.
    Empty,
    /// Link to this.
    Link,
    /// Leaves the app.
    External,
    /// Read again.
    Refresh,
    /// Help.
    Help,
    /// Settings.
    Settings,
    /// A person.
    User,
    /// Search.
    Search,
    /// Close or clear.
    Close,
    /// Save as a file.
    Download,
    /// Information.
    Info,
    /// Sorted smallest first.
    Ascending,
    /// Sorted largest first.
    Descending,
    /// Can be sorted.
    Sortable,
    /// More that can be done.
    More,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Copy => {
                "M5 1h8a1 1 0 0 1 1 1v9h-2V3H5zM2 4h7a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1m1 2v7h5V6z"
            }
            Self::Check => "M6.2 12.6 1.6 8 3 6.6l3.2 3.2 6.8-6.8 1.4 1.4z",
            Self::Down => "m8 11-5-5 1.2-1.2L8 8.6l3.8-3.8L13 6z",
            Self::Failure => "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1m-.9 3v5h1.8V4zm0 6.2V12h1.8v-1.8z",
            Self::Warning => "M8 1.5 15.5 15H.5zM7.2 6v4.5h1.6V6zm0 5.5V13h1.6v-1.5z",
            Self::Progress => "M8 1v2a5 5 0 1 0 5 5h2a7 7 0 1 1-7-7",
            Self::Empty => {
                "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1m0 2a5 5 0 1 0 0 10A5 5 0 0 0 8 3M5 7h6v2H5z"
            }
            Self::Link => {
                "M6.5 9.5a3 3 0 0 0 4.3.3l2.3-2.3a3 3 0 0 0-4.3-4.2L7.6 4.5l1 1 1.3-1.2a1.6 1.6 0 0 1 2.2 2.2L9.8 8.8a1.6 1.6 0 0 1-2.3-.1zm3-3a3 3 0 0 0-4.3-.3L2.9 8.5a3 3 0 0 0 4.3 4.2l1.2-1.2-1-1-1.3 1.2a1.6 1.6 0 0 1-2.2-2.2l2.3-2.3a1.6 1.6 0 0 1 2.3.1z"
            }
            Self::External => {
                "M9 2h5v5h-1.7V5L7.6 9.600 6.400 8.400 11 3.700H9zM2 4h5v1.700H3.700v6.600h6.600V9H12v5H2z"
            }
            Self::Refresh => {
                "M13.500 2v4.500H9l1.800-1.800A4 4 0 1 0 12 8h1.900A6 6 0 1 1 12.100 3.400z"
            }
            Self::Help => {
                "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1m-.9 9.400v1.800h1.800v-1.800zM8 3.700c-1.700 0-2.800 1-2.900 2.500h1.700c0-.6.5-1 1.200-1s1.100.4 1.100 1c0 1-2 1.200-2 3.100h1.700c0-1.300 2-1.500 2-3.200C10.800 4.600 9.600 3.700 8 3.700"
            }
            Self::Settings => {
                "M6.800 1h2.400l.4 1.900 1.300.7 1.800-.6 1.200 2-1.400 1.300v1.400l1.400 1.300-1.200 2-1.800-.6-1.300.7L9.200 15H6.800l-.4-1.900-1.300-.7-1.800.6-1.200-2 1.400-1.300V8.300L2.100 7l1.200-2 1.800.6 1.300-.7zM8 6a2 2 0 1 0 0 4 2 2 0 0 0 0-4"
            }
            Self::User => {
                "M8 1.500a3.200 3.200 0 1 1 0 6.400 3.200 3.200 0 0 1 0-6.400M2 14.500c0-3.300 2.500-5.300 6-5.300s6 2 6 5.300z"
            }
            Self::Search => {
                "M6.500 1a5.500 5.500 0 0 1 4.400 8.800l3.900 3.800-1.300 1.300-3.800-3.900A5.500 5.500 0 1 1 6.500 1m0 1.800a3.700 3.700 0 1 0 0 7.400 3.700 3.700 0 0 0 0-7.400"
            }
            Self::Close => {
                "m3.400 2 4.600 4.600L12.600 2 14 3.400 9.400 8l4.600 4.600-1.400 1.400L8 9.400 3.400 14 2 12.600 6.600 8 2 3.400z"
            }
            Self::Download => {
                "M7.100 1h1.800v6.700l2.500-2.500 1.200 1.300L8 11.100 3.400 6.500l1.200-1.300 2.500 2.500zM2 13h12v1.800H2z"
            }
            Self::Info => "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1m-.9 3v1.800h1.800V4zm0 3v5h1.800V7z",
            Self::Ascending => {
                "M8 2.500 12.500 7l-1.200 1.200-2.400-2.400V14H7.100V5.800L4.700 8.200 3.500 7z"
            }
            Self::Descending => {
                "M8 13.500 3.500 9l1.200-1.200 2.400 2.400V2h1.800v8.200l2.400-2.400L12.500 9z"
            }
            Self::More => {
                "M6.7 2h2.6v2.6H6.700zm0 4.700h2.600v2.600H6.700zm0 4.700h2.600V14H6.700z"
            }
            Self::Sortable => "M8 1.500 11.500 5h-7zm0 13L4.500 11h7z",
        }
    }
}

/// Draws an icon as large as the text around it.
pub fn icon(icon: Icon) -> Node {
    let path = el("path", "")
        .attr("fill", "currentColor")
        .attr("d", icon.path());
    drawing("console-icon", "0 0 16 16").child(path).into()
}

fn drawing(class: &'static str, view_box: &'static str) -> Element {
    el("svg", class)
        .attr("viewBox", view_box)
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
}

/// The mark of the product.
pub fn product_mark() -> Node {
    let layers = [
        ("#06c", "M16 2 29 8.5 16 15 3 8.5z"),
        ("#4394e5", "m3 14 13 6.5L29 14v3.5L16 24 3 17.5z"),
        ("#92c5f9", "m3 21 13 6.5L29 21v2.5L16 30 3 23.5z"),
    ];
    let layers = layers.map(|(fill, d)| el("path", "").attr("fill", fill).attr("d", d).into());
    drawing("console-product-mark", "0 0 32 32")
        .children(layers)
        .into()
}
