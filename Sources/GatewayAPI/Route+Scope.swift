// SPDX-License-Identifier: Apache-2.0
import GatewayCore

extension Route.KeyedOperation {
    /// What a key needs for it (docs/http-api.md, "Authentication"); `nil` when any key will do.
    var scope: Scope? {
        switch self {
        case .getUser, .identifyKey: nil
        case .localize, .legacyLocalize, .recognize, .check, .estimate, .compare, .chooseCandidate,
            .createComparisonSet, .cancelComparisonSet, .deleteComparisonSet,
            .createLocalization, .takeFeedback, .cancelLocalizationJob, .retryLocalizationJob,
            .deleteLocalizationJob,
            .cancelLocalizationJobGroup, .retryLocalizationJobGroup, .deleteLocalizationJobGroup:
            .translate
        case .getLocalizationJob, .getLocalizationJobGroup, .listLocalizationJobs, .openProgressSocket,
            .streamProgressEvents, .getComparison, .listComparisonSets, .getComparisonSet,
            .listComparisonSetSegments, .exportComparisonSet, .getScorecard, .listShadowRuns, .getScorer,
            .listScorers,
            .getScores,
            .listSuggestions, .getFeedback,
            .listDeliveries, .getDelivery,
            .listGlossaryItems, .exportGlossary, .getEngine, .listEngines, .getModelConfig, .listModelConfigs,
            .getInstruction, .listInstructions, .getBrandVoice, .listBrandVoices, .listProviders, .getUsage,
            .listMemoryEntries, .getMemoryEntry, .exportMemory, .listLocales, .getOrganization:
            .read
        case .createGlossaryItem, .replaceGlossaryItem, .deleteGlossaryItem, .importGlossary, .createEngine,
            .changeEngine, .deleteEngine, .createModelConfig, .changeModelConfig, .deleteModelConfig,
            .createInstruction, .changeInstruction, .deleteInstruction, .createBrandVoice, .changeBrandVoice,
            .deleteBrandVoice, .createScorer, .changeScorer, .deleteScorer, .applySuggestion,
            .dismissSuggestion, .undoSuggestion, .createMemoryEntry,
            .deleteMemoryEntry, .deleteMemory, .importMemory:
            .configure
        case .getWebhookSecret, .rotateWebhookSecret, .replayDelivery, .createKey, .getKey, .listKeys,
            .revokeKey, .addMember, .getMember, .listMembers, .changeMember, .removeMember,
            .changeOrganization, .listAuditEntries, .resetProvider:
            .administer
        case .listOrganizations, .createOrganization: .operator
        }
    }

    /// Whether it is about all engines of an organization at once, so that a key which reaches some of them is refused.
    var isForAllEngines: Bool {
        switch self {
        case .listDeliveries, .getDelivery, .replayDelivery, .getUsage, .listMemoryEntries, .getMemoryEntry,
            .exportMemory, .createMemoryEntry, .deleteMemoryEntry, .deleteMemory, .importMemory,
            .getWebhookSecret, .rotateWebhookSecret, .createEngine, .changeOrganization, .listAuditEntries,
            .revokeKey, .addMember, .changeMember, .removeMember:
            true
        default: false
        }
    }
}
