-- What who asks with SQL of its own goes by: the chats of a conversation, and what was attached to a chat. Rows stay as they are.
CREATE INDEX chat_session_fact_by_thread ON chat_session_fact (thread_id);
CREATE INDEX g_userdata_history_by_chat ON g_userdata_history (callid);
