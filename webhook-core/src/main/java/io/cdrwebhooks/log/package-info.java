/// One line of JSON per event, so that a log can be searched by what happened.
@NullMarked
package io.cdrwebhooks.log;

import org.jspecify.annotations.NullMarked;
