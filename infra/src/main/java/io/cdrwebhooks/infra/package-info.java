/// The deployment to AWS: a stack with the state and one with the service, with one construct per
/// step of a report. It knows only the paths of the functions' packages.
@NullMarked
package io.cdrwebhooks.infra;

import org.jspecify.annotations.NullMarked;
