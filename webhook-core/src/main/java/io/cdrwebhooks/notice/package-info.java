/// Notices that operators receive automatically.
@NullMarked
package io.cdrwebhooks.notice;

import org.jspecify.annotations.NullMarked;
