/// The monitoring for operators: alarms, mail, a dashboard and a budget.
@NullMarked
package io.cdrwebhooks.infra.operations;

import org.jspecify.annotations.NullMarked;
