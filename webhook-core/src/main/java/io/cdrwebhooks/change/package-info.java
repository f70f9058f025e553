/// The record of who changed what through the API, and who signed in.
@NullMarked
package io.cdrwebhooks.change;

import org.jspecify.annotations.NullMarked;
