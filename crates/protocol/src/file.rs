//! Bodies of the HTTP interface about files: uploads that can be resumed, and links to download.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `POST /api/chats/{chat}/files`: begins an upload.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFile {
    /// The file's name, 1 to 200 characters. Its type is not taken from it.
    pub name: String,
    /// How many bytes it has, 1 to `file_bytes_max`.
    pub bytes: u64,
}

/// How far an upload is.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Upload {
    /// The upload's id.
    pub upload: String,
    /// How many bytes have arrived: where to go on.
    pub received: u64,
    /// How many bytes the file has.
    pub bytes: u64,
    /// When the upload is given up unless more arrives.
    pub expires_at: String,
    /// The file as it was sent, once it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<SentFile>,
}

/// `POST /api/uploads/{upload}/complete`: sends the file that has arrived.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteUpload {
    /// SHA-256 of the content in lower-case hexadecimal digits, if the client knows it; then it is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// A file that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SentFile {
    /// Position of its event.
    pub seq: u64,
    /// The conversation.
    pub conversation: String,
    /// The chat.
    pub chat: String,
    /// SHA-256 of its content: its name in links.
    pub file: String,
    /// Its name; with an ending that fits its type.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Its type, found from its content.
    pub media_type: String,
}

/// Answer of `POST /api/chats/{chat}/files/{file}/link`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FileLink {
    /// Where the file can be downloaded for some minutes, from the server's root.
    pub url: String,
    /// Until when.
    pub expires_at: String,
}
