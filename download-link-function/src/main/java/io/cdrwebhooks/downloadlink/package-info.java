/// The function behind download links: it redirects from the token in a callback URL to the report.
@NullMarked
package io.cdrwebhooks.downloadlink;

import org.jspecify.annotations.NullMarked;
