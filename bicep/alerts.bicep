// What wakes somebody: the API fails, is slow, is not reachable, fights over the same entities, or is out of throughput.

import { Tags } from 'types.bicep'

param name string
param location string
param tags Tags
param workspaceId string
param insightsId string
param cosmosAccountId string
param healthUrl string
param emails string[]
param serverErrorPercent int
param conflictPercent int
param slowMs int
param throttledRequests int
param unavailableAnswers int
param probe bool

var actionGroupIds = [for id in (empty(emails) ? [] : [people.id]): id]

var apiRequests = 'AppRequests | where Url !endswith "/graphql/health"'

// A few requests at night make any share of them look large.
var leastRequests = 20

var queryAlerts = [
  {
    key: 'server-errors'
    description: 'Answers of 500 and above, in percent. "unexpected error" in AppTraces says what was masked from clients.'
    query: '${apiRequests} | summarize requests = sum(ItemCount), failed = sumif(ItemCount, toint(ResultCode) >= 500) | where requests >= ${leastRequests} | project value = 100.0 * failed / requests'
    threshold: serverErrorPercent
    severity: 1
  }
  {
    key: 'unexpected-errors'
    description: 'Errors that the API masked from a client: GraphQL answers them with HTTP 200.'
    query: 'AppTraces | where SeverityLevel >= 3 | where not(Message startswith "UNAVAILABLE" or Message startswith "DEADLINE") | summarize value = todouble(sum(ItemCount))'
    threshold: 0
    severity: 2
  }
  {
    key: 'unavailable'
    description: 'Answers with UNAVAILABLE, whole or in a field: the database or what signs in to it. "UNAVAILABLE" in AppTraces says what.'
    // The code is in the span, since one field may be null in an answer that is a 200.
    query: 'AppDependencies | where tostring(Properties["orderdesk.errors"]) has "UNAVAILABLE" | summarize value = todouble(sum(ItemCount))'
    threshold: unavailableAnswers
    severity: 1
  }
  {
    key: 'slow'
    description: 'The 95th percentile of the answer time, in milliseconds.'
    query: '${apiRequests} | summarize requests = sum(ItemCount), value = percentile(DurationMs, 95) | where requests >= ${leastRequests} | project value'
    threshold: slowMs
    severity: 2
  }
  {
    key: 'conflicts'
    description: 'Changes that were answered with a conflict, in percent of all changes; orderdesk.conflicts in AppMetrics says of which mutation.'
    // The API counts them itself: most conflicts are found by a read, and Cosmos DB sees no 412. NONE is what creates.
    query: 'AppMetrics | where Name in ("orderdesk.mutations", "orderdesk.conflicts") | where tostring(Properties["orderdesk.mutation.policy"]) != "NONE" | summarize changes = sumif(Sum, Name == "orderdesk.mutations"), conflicts = sumif(Sum, Name == "orderdesk.conflicts") | where changes >= ${leastRequests} | project value = 100.0 * conflicts / changes'
    threshold: conflictPercent
    severity: 3
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: '${name}-alerts'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'orderdesk'
    enabled: true
    emailReceivers: [
      for (email, index) in emails: {
        name: 'email ${index + 1}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource queryRule 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [
  for alert in queryAlerts: {
    name: '${name}-${alert.key}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: '${name}-${alert.key}'
      description: alert.description
      enabled: true
      severity: alert.severity
      scopes: [
        workspaceId
      ]
      evaluationFrequency: 'PT5M'
      windowSize: 'PT15M'
      // The tables appear with their first rows, which come after this deployment.
      skipQueryValidation: true
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.query
            metricMeasureColumn: 'value'
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            threshold: alert.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: actionGroupIds
      }
    }
  }
]

resource throttling 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: '${name}-throttling'
  location: 'global'
  tags: tags
  properties: {
    description: 'Requests that Cosmos DB refused for want of throughput (429): clients see THROTTLED.'
    severity: 2
    enabled: true
    scopes: [
      cosmosAccountId
    ]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'throttled'
          metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
          metricName: 'TotalRequests'
          dimensions: [
            {
              name: 'StatusCode'
              operator: 'Include'
              values: [
                '429'
              ]
            }
          ]
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: throttledRequests
        }
      ]
    }
    actions: [for id in actionGroupIds: { actionGroupId: id }]
  }
}

resource health 'Microsoft.Insights/webtests@2022-06-15' = if (probe) {
  name: '${name}-health'
  location: location
  tags: union(tags, { 'hidden-link:${insightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: '${name}-health'
    Name: '${name}-health'
    Enabled: true
    Frequency: 300
    Timeout: 30
    Kind: 'standard'
    RetryEnabled: true
    Locations: [
      { Id: 'emea-nl-ams-azr' }
      { Id: 'emea-gb-db3-azr' }
      { Id: 'us-va-ash-azr' }
      { Id: 'us-ca-sjc-azr' }
      { Id: 'apac-sg-sin-azr' }
    ]
    Request: {
      RequestUrl: healthUrl
      HttpVerb: 'GET'
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
    }
  }
}

resource unreachable 'Microsoft.Insights/metricAlerts@2026-01-01' = if (probe) {
  name: '${name}-unreachable'
  location: 'global'
  tags: tags
  properties: {
    description: 'The health check fails from two places or more.'
    severity: 1
    enabled: true
    scopes: [
      health.id
      insightsId
    ]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: health.id
      componentId: insightsId
      failedLocationCount: 2
    }
    actions: [for id in actionGroupIds: { actionGroupId: id }]
  }
}
