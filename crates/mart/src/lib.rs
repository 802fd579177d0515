//! Statistics, facts and reports as pure folds over the event log. The rules come with the reporting work; nothing here does IO.
