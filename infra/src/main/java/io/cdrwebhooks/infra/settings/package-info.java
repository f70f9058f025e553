/// The settings of a deployment: their file, their rules, and their requirements for an account.
@NullMarked
package io.cdrwebhooks.infra.settings;

import org.jspecify.annotations.NullMarked;
