//! Why a question was not answered.

use mart::reports::QuestionError;
use store::ReadError;

/// Why a question was not answered.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The question cannot be taken as it is.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// The warehouse cannot be read, or the reading was interrupted.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The answer could not be written in the format.
    #[error("the report could not be written as {format}: {detail}")]
    Write {
        /// The format.
        format: &'static str,
        /// What its library said.
        detail: String,
    },
}
