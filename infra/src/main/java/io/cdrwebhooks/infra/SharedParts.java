package io.cdrwebhooks.infra;

import java.util.List;
import java.util.Optional;

/// What more than one function stands on: where records, reports and waiting work are kept, and the
/// door to the outside. `egress` is empty where addresses are not fixed.
record SharedParts(
    RecordTables tables,
    SignatureEncryption signatureEncryption,
    ReportArrivals arrivals,
    WorkQueue dueAttempts,
    NoticeBus notices,
    PublicApi api,
    EgressAddresses egressAddresses,
    Optional<FixedEgress> egress) {

  /// The addresses of our own that no receiver may have.
  List<String> ownBlocks() {
    return egress.map(FixedEgress::ownBlocks).orElse(List.of());
  }
}
