/// Reports in the bucket: their keys, metadata, archives and lines.
@NullMarked
package io.cdrwebhooks.report;

import org.jspecify.annotations.NullMarked;
