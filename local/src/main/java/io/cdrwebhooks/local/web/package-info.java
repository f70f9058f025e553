/// The endpoints of the local system in addition to the API: the console and its log-in, the
/// documentation, and the export of a generated sample report.
@NullMarked
package io.cdrwebhooks.local.web;

import org.jspecify.annotations.NullMarked;
