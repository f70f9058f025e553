/// What a receiver answered, as it may be stored and shown: text, headers, and how long it took.
@NullMarked
package io.cdrwebhooks.answer;

import org.jspecify.annotations.NullMarked;
