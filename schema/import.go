package schema

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/graph-gophers/graphql-go"

	"missiongraph/graph"
	"missiongraph/internal/commit"
	"missiongraph/internal/intake"
	"missiongraph/mappings"
)

// shelfSize is how much of what was sent to be imported is kept, in bytes.
const shelfSize = 128 << 20

// TakeFiles lets the service import files, which a reader reads. It is called
// before the first request.
func (svc *Service) TakeFiles(r intake.Reader) { svc.intake = r }

// importUpload is the input ImportUpload.
type importUpload struct {
	Name        string
	Text        *string
	Base64      *string
	ID          *graphql.ID
	Mapping     *string
	MappingText *string
	Decisions   *string
	Retain      bool
}

// ImportPayload answers ImportPayload.
type ImportPayload struct {
	Plan   *ImportPlanResolver
	Commit *CommitPayload
}

// PlanImport answers what importing a file would change.
func (*Mutation) PlanImport(ctx context.Context, args struct {
	Upload  importUpload
	Message *string
}) (*ImportPayload, error) {
	return sendImport(ctx, &args.Upload, "", planArgs{Message: args.Message, DryRun: true})
}

// ApplyImport answers the import of a file as it was planned.
func (*Mutation) ApplyImport(ctx context.Context, args struct {
	Plan             graphql.ID
	Upload           importUpload
	Message          *string
	IfRevision       *Revision
	ClientMutationID *string
	Override         bool
}) (*ImportPayload, error) {
	return sendImport(ctx, &args.Upload, string(args.Plan), planArgs{args.Message, args.IfRevision, false, args.ClientMutationID, args.Override})
}

// sendImport sends an import through the gate. plan is the plan that must still
// hold, "" for any.
func sendImport(ctx context.Context, u *importUpload, plan string, args planArgs) (*ImportPayload, error) {
	s, ok := ctx.Value(sessionKey{}).(*Session)
	if !ok {
		return nil, graph.Errorf(graph.Internal, "no session")
	}
	if err := commit.Allow(graph.PrincipalOf(ctx), graph.EditorRole); err != nil { // before the work, and before anything is kept
		return nil, err
	}
	if s.svc.intake == nil {
		return nil, graph.Errorf(graph.Unavailable, "nothing can be imported here")
	}
	upload, id, problems := s.svc.receive(u)
	p := &ImportPayload{}
	var reading intake.Reading
	request := commit.Request{MaxOps: intake.MaxOps, Fixed: true}
	request.Plan = func(base *graph.View) (commit.Draft, error) {
		if len(problems) > 0 {
			return commit.Draft{}, problems
		}
		if reading == nil {
			var err error
			if reading, err = s.svc.intake.Open(upload, base.Ontology); err != nil {
				return commit.Draft{}, err
			}
		}
		found, err := reading.Propose(base)
		if err != nil {
			return commit.Draft{}, err
		}
		if err := base.Budget.Spend(1 + found.Rows/16); err != nil {
			return commit.Draft{}, err
		}
		p.Plan = planned(found, id)
		if plan != "" && plan != found.ID && len(found.Ops) > 0 {
			return commit.Draft{}, moved(plan, base.Revision())
		}
		return commit.Draft{Ops: found.Ops, Paths: found.Paths, Whole: true}, nil
	}
	var err error
	p.Commit, err = send(ctx, args.because(cutMessage("import of "+u.Name)), request)
	return p, err
}

// moved is what is wrong with a plan that holds no longer.
func moved(plan string, rev graph.Revision) graph.Problems {
	return graph.Problems{{Path: "plan", Code: graph.Conflict,
		Msg:  fmt.Sprintf("at revision %d the file does not come to what %s says", rev, cutID(plan)),
		Hint: "the graph has moved, or the upload is another: look at the new plan, and apply that"}}
}

func cutID(id string) string {
	if len(id) > 60 {
		return "the plan"
	}
	return id
}

// receive reads the input: the file, kept under an id, and what says how to read
// it.
func (svc *Service) receive(u *importUpload) (_ *intake.Upload, id string, problems graph.Problems) {
	upload := &intake.Upload{Name: u.Name, Decisions: []byte(orEmpty(u.Decisions)), Retain: u.Retain}
	var err error
	switch {
	case count(u.Text != nil, u.Base64 != nil, u.ID != nil) != 1:
		problems.Add("upload", graph.BadInput, "expected exactly one of text, base64 and id")
	case u.Text != nil:
		upload.Data = []byte(*u.Text)
	case u.Base64 != nil:
		if upload.Data, err = base64.StdEncoding.DecodeString(*u.Base64); err != nil {
			problems.Add("upload.base64", graph.BadInput, "is not base64")
		}
	default:
		upload.Data, err = svc.shelf.Get(string(*u.ID))
		note(&problems, "upload.id", err)
	}
	switch {
	case count(u.Mapping != nil, u.MappingText != nil) != 1:
		problems.Add("upload", graph.BadInput, "expected exactly one of mapping and mappingText")
	case u.MappingText != nil:
		upload.Mapping = []byte(*u.MappingText)
	default:
		var ok bool
		if upload.Mapping, ok = mappings.Named(*u.Mapping); !ok {
			p := problems.Add("upload.mapping", graph.NotFound, "no mapping of the name %.60q comes with missiongraph", *u.Mapping)
			if p.Hint = graph.DidYouMean(*u.Mapping, mappings.Names()); p.Hint == "" {
				p.Hint = "there are " + graph.OneOf(mappings.Names())
			}
		}
	}
	if len(problems) == 0 && u.ID == nil {
		id, err = svc.shelf.Put(upload.Data)
		note(&problems, "upload", err)
	} else if u.ID != nil {
		id = string(*u.ID)
	}
	return upload, id, problems
}

func count(list ...bool) (n int) {
	for _, is := range list {
		if is {
			n++
		}
	}
	return n
}

// note adds an error to problems.
func note(problems *graph.Problems, path string, err error) {
	var coded *graph.Error
	if errors.As(err, &coded) {
		problems.Add(path, coded.Code, "%s", coded.Msg).Hint = coded.Hint
	}
}

// Keep keeps a file that is to be imported for a while, and returns its id. Who
// may not import is UNAUTHENTICATED or FORBIDDEN.
func (svc *Service) Keep(ctx context.Context, data []byte) (string, error) {
	if err := commit.Allow(graph.PrincipalOf(ctx), graph.EditorRole); err != nil {
		return "", err
	}
	return svc.shelf.Put(data)
}

// ImportPlanResolver answers ImportPlan.
type ImportPlanResolver struct {
	ID            graphql.ID
	Base          Revision
	File          *ImportFileResolver
	Mapping       string
	Source        graphql.ID
	Rows, Loaded  int32
	RefusedCount  int32
	LeftOutCount  int32
	ConflictCount int32
	JoinedCount   int32
	AlikeCount    int32
	Entities      *ImportTallyResolver
	Facts         *ImportTallyResolver
	Ops           int32

	found *intake.Plan
}

// ImportFileResolver answers ImportFile.
type ImportFileResolver struct {
	ID           graphql.ID
	Name, Format string
	Compression  *string
	Encoding     string
	Delimiter    *string
	Size         int32
	SHA256       string
}

// ImportTallyResolver answers ImportTally.
type ImportTallyResolver struct{ New, Changed, Gone, Unchanged, Kept int32 }

// ImportMatchResolver answers ImportMatch.
type ImportMatchResolver struct {
	Path  string
	ID    graphql.ID
	Text  *string
	Is    graphql.ID
	Name  string
	How   string
	Score float64
	Why   *string
}

func planned(found *intake.Plan, id string) *ImportPlanResolver {
	f := found.File
	tally := func(t intake.Tally) *ImportTallyResolver {
		return &ImportTallyResolver{int32(t.New), int32(t.Changed), int32(t.Gone), int32(t.Unchanged), int32(t.Kept)}
	}
	return &ImportPlanResolver{
		ID: graphql.ID(found.ID), Base: Revision(found.Base), Mapping: found.Mapping, Source: graphql.ID(found.Source),
		File: &ImportFileResolver{graphql.ID(id), f.Name, f.Format, optional(f.Compression), f.Encoding, optional(f.Delimiter), int32(f.Size), f.SHA256},
		Rows: int32(found.Rows), Loaded: int32(found.Loaded), RefusedCount: int32(len(found.Refused)), LeftOutCount: int32(len(found.LeftOut)),
		ConflictCount: int32(len(found.Conflicts)), JoinedCount: int32(len(found.Joined)), AlikeCount: int32(len(found.Alike)),
		Entities: tally(found.Entities), Facts: tally(found.Facts), Ops: int32(len(found.Ops)), found: found,
	}
}

type firstArgs struct{ First int32 }

// Refused returns the refused rows.
func (r *ImportPlanResolver) Refused(args firstArgs) ([]*ProblemResolver, error) {
	return firstProblems(r.found.Refused, args)
}

// LeftOut returns what is left out of rows.
func (r *ImportPlanResolver) LeftOut(args firstArgs) ([]*ProblemResolver, error) {
	return firstProblems(r.found.LeftOut, args)
}

// Conflicts returns what the file says otherwise.
func (r *ImportPlanResolver) Conflicts(args firstArgs) ([]*ProblemResolver, error) {
	return firstProblems(r.found.Conflicts, args)
}

// Joined returns the entities that are ones of the graph.
func (r *ImportPlanResolver) Joined(args firstArgs) ([]*ImportMatchResolver, error) {
	return firstMatches(r.found.Joined, args)
}

// Alike returns what is to be decided.
func (r *ImportPlanResolver) Alike(args firstArgs) ([]*ImportMatchResolver, error) {
	return firstMatches(r.found.Alike, args)
}

// mostListed is the largest first of a plan's lists.
const mostListed = 1000

func (a firstArgs) of(n int) (int, error) {
	if a.First < 0 || a.First > mostListed {
		return 0, graph.Errorf(graph.BadInput, "first: %d is not from 0 to %d", a.First, mostListed)
	}
	return min(int(a.First), n), nil
}

func firstProblems(list graph.Problems, args firstArgs) ([]*ProblemResolver, error) {
	n, err := args.of(len(list))
	found := make([]*ProblemResolver, n)
	for i, x := range list[:n] {
		found[i] = &ProblemResolver{x.Path, string(x.Code), x.Msg, optional(x.Hint)}
	}
	return found, err
}

func firstMatches(list []intake.Match, args firstArgs) ([]*ImportMatchResolver, error) {
	n, err := args.of(len(list))
	found := make([]*ImportMatchResolver, n)
	for i, m := range list[:n] {
		found[i] = &ImportMatchResolver{m.Place, graphql.ID(m.ID), optional(m.Text), graphql.ID(m.Is), m.Name, m.How, m.Score, optional(m.Why)}
	}
	return found, err
}
