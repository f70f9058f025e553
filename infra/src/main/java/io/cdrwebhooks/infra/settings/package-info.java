/// The settings of a deployment: their file, their rules, and what they require of an account.
@NullMarked
package io.cdrwebhooks.infra.settings;

import org.jspecify.annotations.NullMarked;
