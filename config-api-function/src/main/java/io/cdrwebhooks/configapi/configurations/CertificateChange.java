package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.gateway.TlsIdentity;

/// A request's change of the stored client certificate of a webhook configuration.
sealed interface CertificateChange {
  record Keep() implements CertificateChange {}

  record Remove() implements CertificateChange {}

  record Replace(TlsIdentity identity) implements CertificateChange {}
}
