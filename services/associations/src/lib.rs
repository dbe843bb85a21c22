//! The door of associations: register, grants, figures, open data.
