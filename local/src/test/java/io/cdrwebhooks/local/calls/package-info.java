/// What the functions ask of AWS, held against the list that their permissions are held against.
@NullMarked
package io.cdrwebhooks.local.calls;

import org.jspecify.annotations.NullMarked;
