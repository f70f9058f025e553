/// Who is told about reports, and how: webhook configurations, CDR tasks and the rules for
/// receivers' URLs.
@NullMarked
package io.cdrwebhooks.configuration;

import org.jspecify.annotations.NullMarked;
