package io.cdrwebhooks.infra;

/// What more than one function stands on: where records, reports and waiting work are kept, and the
/// door to the outside.
record SharedParts(
    RecordTables tables,
    SignatureEncryption signatureEncryption,
    ReportArrivals arrivals,
    WorkQueue dueAttempts,
    NoticeBus notices,
    PublicApi api) {}
