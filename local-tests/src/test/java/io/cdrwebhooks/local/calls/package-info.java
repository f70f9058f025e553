/// The calls that the functions make to AWS, compared with the list that their permissions are
/// compared with.
@NullMarked
package io.cdrwebhooks.local.calls;

import org.jspecify.annotations.NullMarked;
