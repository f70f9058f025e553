package io.cdrwebhooks.dispatch.inputs;

import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ReportOwners;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.lane.FirstReads;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.report.ReportListing;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.statement.Statements;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.ReportWatches;
import io.cdrwebhooks.work.WorkNotes;

/// The stores that dispatch uses.
public record DispatchStores(
    CdrTasks tasks,
    WebhookConfigurations configurations,
    Reports reports,
    ReportListing listing,
    Deliveries deliveries,
    DueIndex dueIndex,
    Lanes lanes,
    FirstReads firstReads,
    BulkJobs jobs,
    DownloadLinks links,
    Statistics statistics,
    WorkNotes notes,
    Digests digests,
    Statements statements,
    ReportWatches watches) {
  public ReportOwners owners() {
    return new ReportOwners(tasks, configurations);
  }
}
