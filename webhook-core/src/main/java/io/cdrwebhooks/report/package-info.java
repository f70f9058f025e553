/// Reports as they lie in the bucket: keys, metadata, archives and the lines in them.
@NullMarked
package io.cdrwebhooks.report;

import org.jspecify.annotations.NullMarked;
