//! The only place that knows URL shapes.
