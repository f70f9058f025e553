/// Download links: from an access token to one version of a report, for 24 hours.
@NullMarked
package io.cdrwebhooks.link;

import org.jspecify.annotations.NullMarked;
