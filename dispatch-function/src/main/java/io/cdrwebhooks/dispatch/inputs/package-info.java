/// The inputs of dispatch: its stores and services, its pace, and time, randomness and logs.
@NullMarked
package io.cdrwebhooks.dispatch.inputs;

import org.jspecify.annotations.NullMarked;
