/// What the people who run a deployment are told of by themselves.
@NullMarked
package io.cdrwebhooks.notice;

import org.jspecify.annotations.NullMarked;
