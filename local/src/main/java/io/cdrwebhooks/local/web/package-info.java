/// What the local system serves in addition to the API: the console and its log-in, the
/// documentation, the export of a sample report.
@NullMarked
package io.cdrwebhooks.local.web;

import org.jspecify.annotations.NullMarked;
