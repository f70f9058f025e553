package io.cdrwebhooks.configapi.inputs;

import io.cdrwebhooks.change.Changes;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.statement.Statements;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.ReportWatches;

/// The stores that the operations read and write.
public record ApiStores(
    WebhookConfigurations configurations,
    CdrTasks tasks,
    Deliveries deliveries,
    Lanes lanes,
    DownloadLinks links,
    BulkJobs jobs,
    DueIndex dueIndex,
    Statistics statistics,
    Statements statements,
    ReportWatches watches,
    Changes changes,
    Digests digests) {}
