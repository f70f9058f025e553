/// Long lists, read page by page.
@NullMarked
package io.cdrwebhooks.paging;

import org.jspecify.annotations.NullMarked;
