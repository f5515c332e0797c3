//! Talking to any Kubernetes API server. Knows neither `OpenShift` nor the browser.

pub mod meta;
pub mod status;
