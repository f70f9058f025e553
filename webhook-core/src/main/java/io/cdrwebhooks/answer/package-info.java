/// A receiver's answer as it may be stored and shown: text, headers, and the times of its phases.
@NullMarked
package io.cdrwebhooks.answer;

import org.jspecify.annotations.NullMarked;
