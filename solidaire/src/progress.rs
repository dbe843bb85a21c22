use std::sync::Mutex;

use associations::publication::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Bars on the error output, and only on a terminal.
pub(crate) struct Bars {
    state: Mutex<(ProgressBar, u8)>,
}

impl Bars {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new((ProgressBar::hidden(), 0)),
        }
    }

    /// Shows how far an import is.
    pub(crate) fn tell(&self, progress: Progress) {
        let mut state = match self.state.lock() {
            Ok(state) => state,
            Err(poisoned) => poisoned.into_inner(),
        };
        let (step, done, total, text) = match progress {
            Progress::Checking { done, total } => (1, done, total, "lecture"),
            Progress::Staging { done, total } => (2, done, total, "préparation"),
            Progress::Finishing => (3, 0, 0, "publication"),
        };
        if state.1 != step {
            state.0.finish_and_clear();
            state.0 = match (step, total) {
                (1, total) => bytes(total, text),
                (_, 0) => spinner(text),
                (_, total) => lines(total, text),
            };
            state.1 = step;
        }
        state.0.set_position(done);
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        if let Ok(mut state) = self.state.lock() {
            state.0.finish_and_clear();
            state.1 = 0;
        }
    }
}

fn styled(bar: ProgressBar, template: &str, text: &'static str) -> ProgressBar {
    bar.set_draw_target(ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.with_message(text)
}

fn bytes(total: u64, text: &'static str) -> ProgressBar {
    let template = "{msg:12} {bar:40} {bytes}/{total_bytes} {eta}";
    styled(ProgressBar::new(total), template, text)
}

fn lines(total: u64, text: &'static str) -> ProgressBar {
    let template = "{msg:12} {bar:40} {pos}/{len} {eta}";
    styled(ProgressBar::new(total), template, text)
}

/// A count without a known end.
pub(crate) fn spinner(text: &'static str) -> ProgressBar {
    styled(ProgressBar::new_spinner(), "{msg:12} {spinner} {pos}", text)
}
