import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FirstTables1763700000000 implements MigrationInterface {
  readonly name = 'FirstTables1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`DROP TABLE "${table}"`);
  }
}

const TABLES: readonly string[] = [
  'callback_registration',
  'document',
  'participant',
  'change',
  'snapshot',
  'delivery',
  'delivery_attempt',
  'library_file',
  'library_version',
  'library_person',
  'timeline_event',
];
const STATEMENTS: readonly string[] = [
  `CREATE TABLE "callback_registration" ("key" character varying(128) NOT NULL, "index" integer NOT NULL, "user_id" character varying(128) NOT NULL, "url" text NOT NULL, "is_trusted" boolean NOT NULL, CONSTRAINT "PK_4d83ca552f7f11859ddfa93fc46" PRIMARY KEY ("key", "index"))`,
  `CREATE TABLE "document" ("key" character varying(128) NOT NULL, "state" character varying(16) NOT NULL, "token" uuid NOT NULL, "generation" integer NOT NULL DEFAULT '1', "last_seq" integer NOT NULL DEFAULT '0', "changes_bytes" bigint NOT NULL DEFAULT '0', "document_type" character varying(8), "origin_format" character varying(16) NOT NULL, "title" text NOT NULL, "source_url" text NOT NULL, "is_source_trusted" boolean NOT NULL DEFAULT false, "base_url" text NOT NULL, "master_blob" text, "master_digest" character varying(64), "base" jsonb, "next_index" integer NOT NULL DEFAULT '1', "failure" jsonb, "last_leaver" character varying(128), "assembly_attempts" integer NOT NULL DEFAULT '0', "saved_at" TIMESTAMP WITH TIME ZONE, "opened_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "state_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_00f160cc17425b0ba5d262a32ef" PRIMARY KEY ("key"))`,
  `CREATE TABLE "participant" ("connection_id" uuid NOT NULL, "key" character varying(128) NOT NULL, "replica_id" character varying(128) NOT NULL, "client_id" character varying(64) NOT NULL, "user_id" character varying(128) NOT NULL, "user_name" text NOT NULL, "index" integer NOT NULL, "can_edit" boolean NOT NULL, "joined_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "seen_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_b51621654be280e24e8a62f21d4" PRIMARY KEY ("connection_id"))`,
  `CREATE INDEX "participant_replica" ON "participant" ("replica_id")`,
  `CREATE INDEX "participant_key" ON "participant" ("key")`,
  `CREATE TABLE "change" ("key" character varying(128) NOT NULL, "generation" integer NOT NULL, "seq" integer NOT NULL, "client_id" character varying(64) NOT NULL, "counter" integer NOT NULL, "author_index" integer NOT NULL, "user_id" character varying(128) NOT NULL, "user_name" text NOT NULL, "payload" bytea NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), CONSTRAINT "PK_96fccc14d65921e6f3f321ba32a" PRIMARY KEY ("key", "generation", "seq"))`,
  `CREATE UNIQUE INDEX "change_id" ON "change" ("key", "generation", "client_id", "counter")`,
  `CREATE TABLE "snapshot" ("key" character varying(128) NOT NULL, "generation" integer NOT NULL, "through_seq" integer NOT NULL, "payload" bytea NOT NULL, CONSTRAINT "PK_7c75c68753d350c32559df17d02" PRIMARY KEY ("key", "generation"))`,
  `CREATE TABLE "delivery" ("id" uuid NOT NULL, "position" BIGSERIAL NOT NULL, "key" character varying(128) NOT NULL, "generation" integer NOT NULL, "token" uuid, "status" integer NOT NULL, "url" text NOT NULL, "is_trusted_url" boolean NOT NULL, "body" jsonb NOT NULL, "file_blob" text, "outcome" character varying(16) NOT NULL, "attempts" integer NOT NULL DEFAULT '0', "next_try_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "claimed_by" character varying(128), "claimed_until" TIMESTAMP WITH TIME ZONE, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_ffad7bf84e68716cd9af89003b0" PRIMARY KEY ("id"))`,
  `CREATE INDEX "delivery_waiting" ON "delivery" ("key", "position") WHERE outcome IN ('waiting', 'parked')`,
  `CREATE TABLE "delivery_attempt" ("id" uuid NOT NULL, "delivery_id" uuid NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "http_status" integer, "answer" text, "error" text, "duration_ms" integer NOT NULL, CONSTRAINT "PK_a43b0e18756fc86d042eeef093b" PRIMARY KEY ("id"))`,
  `CREATE INDEX "delivery_attempt_delivery" ON "delivery_attempt" ("delivery_id")`,
  `CREATE TABLE "library_file" ("id" uuid NOT NULL, "title" text NOT NULL, "current_version" integer NOT NULL, "document_key" character varying(128) NOT NULL, "editors" jsonb NOT NULL DEFAULT '[]', "save_failure" jsonb, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "changed_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), "deleted_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_e4deb1216828bd0fe7bd7fc9b48" PRIMARY KEY ("id"))`,
  `CREATE UNIQUE INDEX "library_file_document_key" ON "library_file" ("document_key")`,
  `CREATE TABLE "library_version" ("file_id" uuid NOT NULL, "version" integer NOT NULL, "blob" text NOT NULL, "file_type" character varying(16) NOT NULL, "size" bigint NOT NULL, "sha256" character varying(64) NOT NULL, "saved_from_key" character varying(128), "delivery_id" character varying(64), "authors" jsonb NOT NULL DEFAULT '[]', "note" text, "thumbnail_state" character varying(8) NOT NULL DEFAULT 'waiting', "thumbnail_blob" text, "created_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_66d811e6ac9eae5334954fd10a3" PRIMARY KEY ("file_id", "version"))`,
  `CREATE INDEX "library_version_no_thumbnail" ON "library_version" ("created_at") WHERE thumbnail_state = 'waiting'`,
  `CREATE UNIQUE INDEX "library_version_delivery" ON "library_version" ("file_id", "delivery_id")`,
  `CREATE TABLE "library_person" ("id" character varying(128) NOT NULL, "name" text NOT NULL, "seen_at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now(), CONSTRAINT "PK_0d570c21a64f4ddb7b5eb68703d" PRIMARY KEY ("id"))`,
  `CREATE TABLE "timeline_event" ("id" BIGSERIAL NOT NULL, "key" character varying(128) NOT NULL, "generation" integer NOT NULL, "at" TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT clock_timestamp(), "step" character varying(40) NOT NULL, "detail" jsonb NOT NULL, CONSTRAINT "PK_8f5a66cd7151d78a419da3a3375" PRIMARY KEY ("id"))`,
  `CREATE INDEX "timeline_event_key" ON "timeline_event" ("key", "id")`,
];
