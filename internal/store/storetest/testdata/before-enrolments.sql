-- A database of the first demonstration, before there was a list of enrolments, as that program wrote it.
BEGIN TRANSACTION;
CREATE TABLE submissions (
	id          TEXT PRIMARY KEY,
	tcn         TEXT NOT NULL,
	ori         TEXT NOT NULL,
	agency      TEXT NOT NULL,
	received_at BIGINT NOT NULL,
	file        TEXT NOT NULL, -- in the watched folder, until the purge removes it
	stage       TEXT NOT NULL,
	state       TEXT NOT NULL,
	UNIQUE (tcn, ori)          -- a transaction that comes twice is one submission
);
INSERT INTO "submissions" VALUES('s1','T-s1','OH0250000','us-oh/franklin',1438603200000000,'s1.eft','received','{"stage":"received","last":"2015-08-03T12:00:00Z"}');
INSERT INTO "submissions" VALUES('s2','T-s2','OH0250000','us-oh/franklin',1438606800000000,'s2.eft','received','{"stage":"received","last":"2015-08-03T12:00:00Z"}');
CREATE TABLE candidates (
	submission TEXT NOT NULL REFERENCES submissions (id),
	person     TEXT NOT NULL,
	score      DOUBLE PRECISION NOT NULL,
	control    BIGINT NOT NULL, -- 1: known to be somebody else
	PRIMARY KEY (submission, person)
);
INSERT INTO "candidates" VALUES('s1','G-1',1.5,0);
INSERT INTO "candidates" VALUES('s1','G-2',0.5,1);
CREATE TABLE checkpoints (
	size BIGINT PRIMARY KEY,
	note TEXT NOT NULL -- as the log signed it; a later one has to extend it
);
INSERT INTO "checkpoints" VALUES(2,'log
2
root
');
CREATE TABLE decisions (
	submission TEXT NOT NULL REFERENCES submissions (id),
	seq        BIGINT NOT NULL,
	kind       TEXT NOT NULL,
	document   TEXT NOT NULL, -- outcomes, rules and citations; no value of any fact
	PRIMARY KEY (submission, seq)
);
INSERT INTO "decisions" VALUES('s1',0,'federal door','{"v":1,"case":"","at":"0001-01-01T00:00:00Z","action":"","outcome":"permitted","doors":[],"missing":null,"unsettled":null,"duties":null}');
CREATE TABLE events (
	seq        BIGINT PRIMARY KEY, -- 0, 1, 2 …: also the index the log has to give it
	submission TEXT NOT NULL REFERENCES submissions (id),
	body       TEXT NOT NULL,
	salt       TEXT NOT NULL,
	logged     BIGINT NOT NULL DEFAULT 0 -- 1: in the log, at index seq
);
INSERT INTO "events" VALUES(0,'s1','{"kind":"received"}','00',1);
INSERT INTO "events" VALUES(1,'s1','{"kind":"searched"}','01',1);
INSERT INTO "events" VALUES(2,'s2','{"kind":"received"}','00',0);
INSERT INTO "events" VALUES(3,'s2','{"kind":"searched"}','01',0);
CREATE TABLE facts (
	submission  TEXT NOT NULL REFERENCES submissions (id),
	seq         BIGINT NOT NULL, -- a correction is a further row; the last one of a path counts
	path        TEXT NOT NULL,
	value       TEXT NOT NULL,   -- JSON
	source      TEXT NOT NULL,
	entered_by  TEXT NOT NULL,
	office      TEXT NOT NULL,
	entered_at  BIGINT NOT NULL,
	accepted_by TEXT,            -- at the jail; until then a claim of the hub's
	accepted_at BIGINT,
	PRIMARY KEY (submission, seq)
);
INSERT INTO "facts" VALUES('s1',0,'person.removable','true','record 1','clerk','hub',1438603200000000,'jailer',1438603200000000);
INSERT INTO "facts" VALUES('s1',1,'person.citizen','false','record 2','clerk','hub',1438603200000000,NULL,NULL);
CREATE TABLE gallery (
	person   TEXT NOT NULL,
	finger   BIGINT NOT NULL,
	template TEXT NOT NULL,
	PRIMARY KEY (person, finger)
);
INSERT INTO "gallery" VALUES('G-2',1,'{"Width":320,"Height":400,"Finger":1,"Quality":0,"Minutiae":[{"X":1,"Y":2,"Direction":3,"Kind":1,"Quality":4}]}');
INSERT INTO "gallery" VALUES('G-2',10,'{"Width":320,"Height":400,"Finger":10,"Quality":0,"Minutiae":[{"X":1,"Y":2,"Direction":3,"Kind":1,"Quality":4}]}');
INSERT INTO "gallery" VALUES('G-1',1,'{"Width":320,"Height":400,"Finger":1,"Quality":0,"Minutiae":[{"X":1,"Y":2,"Direction":3,"Kind":1,"Quality":4}]}');
CREATE TABLE prints (
	submission TEXT NOT NULL REFERENCES submissions (id),
	finger     BIGINT NOT NULL,
	template   TEXT NOT NULL,
	PRIMARY KEY (submission, finger)
);
INSERT INTO "prints" VALUES('s1',1,'{"Width":320,"Height":400,"Finger":1,"Quality":0,"Minutiae":[{"X":1,"Y":2,"Direction":3,"Kind":1,"Quality":4}]}');
CREATE TABLE receipts (
	submission TEXT PRIMARY KEY REFERENCES submissions (id),
	purged_at  BIGINT NOT NULL,
	document   TEXT NOT NULL
);
INSERT INTO "receipts" VALUES('s2',1438603200000000,'{"submission":"s2"}');
CREATE INDEX events_by_submission ON events (submission, seq);
COMMIT;
