/// Receivers that misbehave by a script.
@NullMarked
package io.cdrwebhooks.chaos.receiver;

import org.jspecify.annotations.NullMarked;
