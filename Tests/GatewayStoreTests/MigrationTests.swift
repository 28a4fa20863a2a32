// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

@testable import GatewayStore

/// Databases of earlier versions.
@Suite struct MigrationTests {
    @Test func `a database from before deliveries keeps its groups, documents and results`() async throws {
        let (directory, samples) = (try Directory(), Samples())
        let old = try Connection(path: directory.database, access: .write)
        try old.prepareForWriting()
        let first = Array(Schema.migrations.prefix(1))
        try Migrator(migrations: first, configuration: directory.configuration()).migrate(old)
        let organization = samples.organization
        try old.runScript(
            """
            INSERT INTO organization (id, name) VALUES ('\(organization)', 'Old');
            INSERT INTO api_key VALUES ('\(samples.key)', 1, 'key', zeroblob(32), 0, NULL);
            INSERT INTO engine VALUES ('\(samples.engine)', 1, 'Default', 1, 'source');
            INSERT INTO job_group VALUES (1, 'ljg_1', 1, '\(samples.key)', '\(samples.engine)', 'en',
                'https://a.example/', NULL, x'01', 5, CAST('{"data":{}}' AS BLOB));
            INSERT INTO job (id, organization, job_group, position, target, turn, run_at, phase, outcome,
                fence, completed_at, error_message) VALUES
                ('ljb_1', 1, 1, 0, 'de', 0, 5, 'done', 'failed', 1, 9, 'why'),
                ('ljb_2', 1, 1, 1, 'fr', 1, 5, 'done', 'completed', 1, 8, NULL),
                ('ljb_3', 1, 1, 2, 'es', 2, 5, 'ready', NULL, 0, NULL, NULL);
            INSERT INTO job_result VALUES ('ljb_1', 1, 1, 2, 0.5, x'5b5d', x'5b5d', NULL);
            INSERT INTO job_result VALUES ('ljb_2', 1, 1, 2, 0.5, x'5b5d', x'5b5d', x'7b7d');
            """)
        old.close()
        try await withStore(directory.configuration(migrates: true)) { (store) async throws in
            let (id, organization) = (JobGroupID(unchecked: "ljg_1"), samples.organization)
            #expect(try await store.document(of: id) == Array(#"{"data":{}}"#.utf8))
            let group = try #require(try await store.group(id, of: organization))
            #expect(group.jobs.map(\.status) == [.failed, .completed, .queued])
            let failed = try await store.content(
                of: DeliveryID(job: JobID(unchecked: "ljb_1"), run: 1), maximumOutputBytes: 10)
            #expect(failed?.errorMessage == "why" && failed?.status == .failed)
            #expect(try await store.queueState().ready == 1)
            let attempt = try #require(try await samples.claim(store, 9).first)
            #expect(try await store.finish(attempt.lease, Samples.completed, at: Samples.start))
            let claim = DeliveryClaim(
                now: Samples.start, leaseUntil: Samples.start, receivers: 9, perReceiver: 9)
            #expect(try await store.claim(claim).map(\.id.job.text) == ["ljb_3"])
            _ = try await store.delete(.group(id), of: organization, by: .operator, at: Samples.start)
            #expect(try await store.group(id, of: organization) == nil)
        }
    }

    @Test func `what an engine owned before clients could change it has names then`() async throws {
        let (directory, samples) = (try Directory(), Samples())
        let old = try Connection(path: directory.database, access: .write)
        try old.prepareForWriting()
        let before = Array(Schema.migrations.prefix(5))
        try Migrator(migrations: before, configuration: directory.configuration()).migrate(old)
        try old.runScript(
            """
            INSERT INTO organization (id, name) VALUES ('\(samples.organization)', 'Old');
            INSERT INTO engine VALUES ('\(samples.engine)', 1, 'Default', 1, 'source', 'none');
            INSERT INTO model_config (engine, provider, model, rank) VALUES
                ('\(samples.engine)', 'b', '*', 1), ('\(samples.engine)', 'a', '*', 2);
            INSERT INTO instruction (engine, name, target, text) VALUES ('\(samples.engine)', 'n', 'de', 'Du.');
            INSERT INTO brand_voice VALUES ('\(samples.engine)', 'fr', 'Warm.'), ('\(samples.engine)', 'de', 'Cool.');
            """)
        old.close()
        try await withStore(directory.configuration(migrates: true)) { (store) async throws in
            let engine = try #require(try await store.engineRecord(nil, of: samples.organization))
            #expect(engine.models.map(\.value.name.provider) == ["b", "a"])
            #expect(engine.instructions.map(\.value.text) == ["Du."])
            #expect(Set(engine.voices.map(\.value.text)) == ["Warm.", "Cool."])
            let names =
                engine.models.map(\.id.text) + engine.instructions.map(\.id.text)
                + engine.voices.map(\.id.text)
            #expect(Set(names).count == 5)
            for model in engine.models { #expect(ModelConfigID(model.id.text) != nil) }
            for voice in engine.voices { #expect(BrandVoiceID(voice.id.text) != nil) }
            #expect(engine.provisioned.isEmpty && engine.version == 1)
        }
    }
}
