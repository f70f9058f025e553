/// Pages of long lists.
@NullMarked
package io.cdrwebhooks.paging;

import org.jspecify.annotations.NullMarked;
