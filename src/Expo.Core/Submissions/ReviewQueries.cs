using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Files;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>Somebody who would speak, as a reviewer sees them in a phase that shows names. Addresses and phone numbers are never shown to reviewers.</summary>
public sealed record ReviewedSpeaker(string Name, string Company, string Country, string Biography);

/// <summary>What a colleague wrote.</summary>
public sealed record ColleagueReview(string Reviewer, int? Score, string Comment);

/// <summary>A proposal in a reviewer's list.</summary>
/// <param name="Figures">Null while the reviewer must not see what others wrote.</param>
public sealed record ReviewCard(string Code, string Title, string Topic, bool IsAssigned, Review? Own, Decision Decision, ReviewFigures? Figures)
{
    public bool IsToDo => Own is null;
}

/// <summary>The list of a reviewer at one moment.</summary>
/// <param name="Phase">Null: nothing can be seen.</param>
/// <param name="Cards">Assigned first, in each what is still to do first.</param>
public sealed record ReviewList(ReviewPhase? Phase, IReadOnlyList<ReviewCard> Cards, IReadOnlyList<string> Topics, int All, int ToDo, int AssignedToDo);

/// <summary>A proposal as a reviewer may see it: each field was put there on purpose, and nothing else is in it.</summary>
/// <param name="Speakers">Null while names are hidden.</param>
/// <param name="AttachmentName">Says nothing of what it was called; null when there is none.</param>
/// <param name="AttachmentText">While names are hidden: what stands in the attachment, names struck out.</param>
/// <param name="HasFile">The attachment itself can be had.</param>
/// <param name="Others">Null while the reviewer must not see them.</param>
/// <param name="Previous">Code of the one before it in the reviewer's order.</param>
/// <param name="NextToDo">Code of the next one without a review of theirs.</param>
public sealed record ReviewSheet(
    ReviewPhase Phase, string Code, string Title, string Topic, string Savings, string Description, IReadOnlyList<ReviewedSpeaker>? Speakers, string? AttachmentName, string? AttachmentText, bool HasFile,
    bool IsAssigned, Review? Own, IReadOnlyList<ColleagueReview>? Others, ReviewFigures? Figures, Decision Decision, string? Previous, string? Next, string? NextToDo);

/// <summary>What reviewers read. Searching looks at what is shown and at nothing else.</summary>
public sealed class ReviewQueries(ExpoStore store, ProposalAttachments attachments)
{
    /// <param name="by">A reviewer.</param>
    /// <param name="conferenceId">Of this event only.</param>
    /// <param name="text">Part of what is shown; null: all.</param>
    /// <param name="topic">One of the call's; null: all.</param>
    /// <param name="onlyToDo">Without those that the reviewer has reviewed.</param>
    /// <param name="ct">Ends the reading.</param>
    public async Task<Result<ReviewList>> ListAsync(Actor by, int conferenceId, string? text, string? topic, bool onlyToDo, CancellationToken ct)
    {
        if (by is not { IsReviewer: true, AccountId: { } reviewer })
        {
            return ReviewRefusals.NotReviewer;
        }

        return await store.ReadAsync<Result<ReviewList>>(async db =>
        {
            if (await ReviewScope.ActiveAsync(db, conferenceId, ct) is not { } phase)
            {
                return new ReviewList(null, [], [], 0, 0, 0);
            }

            var seen = await SeenAsync(db, conferenceId, phase, reviewer, ct);
            var cards = InOrder(seen.ConvertAll(s => s.Card));
            var found = seen.Where(s => (string.IsNullOrWhiteSpace(text) || s.Words.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase)) && (string.IsNullOrEmpty(topic) || s.Card.Topic == topic)).Select(s => s.Card.Code).ToHashSet();
            return new ReviewList(
                phase, [.. cards.Where(c => found.Contains(c.Code) && (!onlyToDo || c.IsToDo))], [.. cards.Select(c => c.Topic).Where(t => t.Length > 0).Distinct().Order(StringComparer.Ordinal)],
                cards.Count, cards.Count(c => c.IsToDo), cards.Count(c => c.IsToDo && c.IsAssigned));
        });
    }

    public async Task<Result<ReviewSheet>> SheetAsync(Actor by, int conferenceId, string code, CancellationToken ct)
    {
        if (by is not { IsReviewer: true, AccountId: { } reviewer })
        {
            return ReviewRefusals.NotReviewer;
        }

        return await store.ReadAsync<Result<ReviewSheet>>(async db =>
        {
            if (await ReviewScope.ActiveAsync(db, conferenceId, ct) is not { } phase)
            {
                return ReviewRefusals.NoPhase;
            }

            var all = InOrder((await SeenAsync(db, conferenceId, phase, reviewer, ct)).ConvertAll(s => s.Card));
            var at = all.FindIndex(c => c.Code == ProposalCodes.Parse(code));
            return at < 0 ? ReviewRefusals.Unknown : await SheetAsync(db, conferenceId, phase, reviewer, all, at, ct);
        });
    }

    /// <summary>The attachment with its neutral name. While names are hidden only a cleaned copy is given, and none when its content tells who wrote it.</summary>
    public async Task<Result<(string Name, string ContentType, byte[] Content)>> AttachmentAsync(Actor by, int conferenceId, string code, CancellationToken ct)
    {
        if (by is not { IsReviewer: true, AccountId: { } reviewer })
        {
            return ReviewRefusals.NotReviewer;
        }

        return await store.ReadAsync<Result<(string, string, byte[])>>(async db =>
        {
            var known = ProposalCodes.Parse(code);
            if (await ReviewScope.ActiveAsync(db, conferenceId, ct) is not { } phase
                || await ReviewScope.ForReviewer(db, conferenceId, phase, reviewer).AsNoTracking().Include(p => p.Speakers).FirstOrDefaultAsync(p => p.Code == known, ct) is not { AttachmentId: { } id } proposal
                || await db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Id == id, ct) is not { } file
                || await BytesAsync(file, ct) is not { } bytes)
            {
                return ReviewRefusals.Unknown;
            }

            var content = phase.SeesNames ? bytes : BlindFile.Make(bytes, new BlindText(proposal.Speakers)).Content;
            return content is null ? ReviewRefusals.Unknown : (NameOf(proposal.Code, file), file.ContentType, content);
        });
    }

    private async Task<Result<ReviewSheet>> SheetAsync(ExpoDb db, int conferenceId, ReviewPhase phase, int reviewer, List<ReviewCard> all, int at, CancellationToken ct)
    {
        var card = all[at];
        var proposal = await db.Proposals.AsNoTracking().Include(p => p.Speakers.OrderBy(s => s.Position)).FirstAsync(p => p.ConferenceId == conferenceId && p.Code == card.Code, ct);
        var blind = phase.SeesNames ? null : new BlindText(proposal.Speakers);
        string Shown(string words) => blind?.Strike(words) ?? words;
        var others = !SeesOthers(phase, card.Own) ? null : await db.Reviews.Where(r => r.ProposalId == proposal.Id && r.ReviewerId != reviewer).OrderBy(r => r.WrittenAt).ThenBy(r => r.Id)
            .Join(db.Accounts, r => r.ReviewerId, a => a.Id, (r, a) => new ColleagueReview(a.DisplayName, r.Score, r.Comment)).ToListAsync(ct);
        var file = proposal.AttachmentId is { } id ? await db.Files.AsNoTracking().FirstOrDefaultAsync(f => f.Id == id, ct) : null;
        var bytes = file is null ? null : await BytesAsync(file, ct);
        var cleaned = bytes is null || blind is null ? null : BlindFile.Make(bytes, blind);
        var toDo = all.Skip(at + 1).Concat(all.Take(at)).FirstOrDefault(c => c.IsToDo);
        return new ReviewSheet(
            phase, card.Code, card.Title, card.Topic, Shown(proposal.Savings), Shown(proposal.Description),
            blind is not null ? null : [.. proposal.Speakers.Where(s => s.IsOwner || s.AcceptedAt != null).Select(s => new ReviewedSpeaker(s.Name, s.Company, s.Country, s.Biography))],
            bytes is null ? null : NameOf(card.Code, file!), cleaned?.Text, bytes is not null && (blind is null || cleaned!.Content is not null),
            card.IsAssigned, card.Own, others?.ConvertAll(o => o with { Comment = Shown(o.Comment) }), card.Figures, card.Decision,
            at > 0 ? all[at - 1].Code : null, at + 1 < all.Count ? all[at + 1].Code : null, toDo?.Code);
    }

    private static async Task<List<(ReviewCard Card, string Words)>> SeenAsync(ExpoDb db, int conferenceId, ReviewPhase phase, int reviewer, CancellationToken ct)
    {
        var proposals = await ReviewScope.ForReviewer(db, conferenceId, phase, reviewer).AsNoTracking().Include(p => p.Speakers).ToListAsync(ct);
        var ids = proposals.ConvertAll(p => p.Id);
        var reviews = (await db.Reviews.AsNoTracking().Where(r => ids.Contains(r.ProposalId)).ToListAsync(ct)).ToLookup(r => r.ProposalId);
        var assigned = await db.ReviewAssignments.Where(a => a.ReviewerId == reviewer).Select(a => a.ProposalId).ToHashSetAsync(ct);
        return proposals.ConvertAll(proposal =>
        {
            var blind = phase.SeesNames ? null : new BlindText(proposal.Speakers);
            string Shown(string words) => blind?.Strike(words) ?? words;
            var own = reviews[proposal.Id].FirstOrDefault(r => r.ReviewerId == reviewer);
            var card = new ReviewCard(
                proposal.Code, Shown(proposal.Title), Shown(proposal.Topic), assigned.Contains(proposal.Id), own, phase.MayDecide ? proposal.Decision : Decision.None,
                SeesOthers(phase, own) ? ReviewFigures.Of([.. reviews[proposal.Id].Select(r => r.Score)]) : null);
            var words = string.Join('\n', card.Code, card.Title, card.Topic, Shown(proposal.Savings), Shown(proposal.Description));
            return (card, phase.SeesNames ? words + '\n' + string.Join('\n', proposal.Speakers.Where(s => s.IsOwner || s.AcceptedAt != null).Select(s => $"{s.Name}\n{s.Company}")) : words);
        });
    }

    /// <summary>Codes are chosen by chance, so this order tells nothing of who was first.</summary>
    private static List<ReviewCard> InOrder(List<ReviewCard> cards) => [.. cards.OrderByDescending(c => c.IsAssigned).ThenByDescending(c => c.IsToDo).ThenBy(c => c.Code, StringComparer.Ordinal)];

    private static bool SeesOthers(ReviewPhase phase, Review? own) => phase.SeesOthers == OthersReviews.Always || (phase.SeesOthers == OthersReviews.AfterOwn && own is not null);

    private static string NameOf(string code, StoredFile file) => $"proposal-{code}{(file.ContentType == "application/pdf" ? ".pdf" : ".docx")}";

    private async Task<byte[]?> BytesAsync(StoredFile file, CancellationToken ct)
    {
        if (await attachments.OpenAsync(file, ct) is not { } stream)
        {
            return null;
        }

        await using (stream)
        {
            using var all = new MemoryStream();
            await stream.CopyToAsync(all, ct);
            return all.ToArray();
        }
    }
}
