/// Webhook configurations, CDR tasks, Signatures and the rules for receivers' URLs.
@NullMarked
package io.cdrwebhooks.configuration;

import org.jspecify.annotations.NullMarked;
