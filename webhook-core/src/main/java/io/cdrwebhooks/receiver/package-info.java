/// Receivers' addresses: which URLs are allowed, and which addresses a name may lead to.
@NullMarked
package io.cdrwebhooks.receiver;

import org.jspecify.annotations.NullMarked;
