/// Download links followed: from the token in a callback URL to the report it was issued for.
@NullMarked
package io.cdrwebhooks.downloadlink;

import org.jspecify.annotations.NullMarked;
