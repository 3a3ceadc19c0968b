using System.Security.Cryptography;
using System.Text;
using Expo.Core.Accounts;
using Expo.Core.Data;
using Expo.Core.Mail;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Submissions;

/// <summary>A proposal whose speakers do not know what was decided.</summary>
/// <param name="Letters">To how many it goes.</param>
/// <param name="WasTold">What they were told before; the decision was changed since.</param>
public sealed record ToInform(int ProposalId, string Code, string Title, string Owner, Decision Decision, int Letters, Decision WasTold);

/// <summary>The letters of a choice of proposals at one moment.</summary>
/// <param name="Stamp">Names exactly these letters; confirming hands it back.</param>
public sealed record InformPlan(IReadOnlyList<ToInform> Proposals, IReadOnlyList<(string Code, string Name, Letter Letter)> Letters, string Stamp);

/// <summary>Telling speakers what was decided: a step of its own, with every letter shown before it goes.</summary>
public sealed partial class DecisionService
{
    /// <summary>All that are decided and whose speakers do not know it, by number. Without those in which the organiser has an interest.</summary>
    public async Task<Result<IReadOnlyList<ToInform>>> ToInformAsync(Actor by, int conferenceId, CancellationToken ct) => !by.IsOrganiser
        ? DecisionRefusals.NotOrganiser
        : await store.ReadAsync<Result<IReadOnlyList<ToInform>>>(async db => (await Waiting(db, by, conferenceId).OrderBy(p => p.Code).ToListAsync(ct)).ConvertAll(LineOf));

    /// <summary>The letters of those that were chosen, each as it would leave.</summary>
    public async Task<Result<InformPlan>> PlanAsync(Actor by, int conferenceId, IReadOnlyCollection<int> chosen, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return DecisionRefusals.NotOrganiser;
        }

        var (found, conference) = await store.ReadAsync(async db => (await ChosenAsync(db, by, conferenceId, chosen, ct), await db.Conferences.AsNoTracking().FirstAsync(c => c.Id == conferenceId, ct)));
        var written = new List<(string, string, Letter)>();
        foreach (var proposal in found)
        {
            foreach (var to in DecisionLetters.Told(proposal))
            {
                written.Add((proposal.Code, to.Name, await letters.PreviewAsync(proposal, to, conference, ct)));
            }
        }

        return found.Count == 0 ? DecisionRefusals.NobodyChosen : new InformPlan(found.ConvertAll(LineOf), written, StampOf(found));
    }

    /// <summary>
    /// Sends the letters that were previewed. Refused as a whole when they would not be the same letters any more. Each proposal is told each decision once: a
    /// guarded update of the proposal holds it, and the outbox's unique index.
    /// </summary>
    /// <param name="by">An organiser.</param>
    /// <param name="conferenceId">Of this event.</param>
    /// <param name="chosen">As previewed.</param>
    /// <param name="stamp">Of the preview.</param>
    /// <param name="count">How many letters, as the organiser typed it.</param>
    /// <param name="ct">Ends the change.</param>
    public async Task<Result<int>> InformAsync(Actor by, int conferenceId, IReadOnlyCollection<int> chosen, string stamp, int? count, CancellationToken ct)
    {
        if (!by.IsOrganiser)
        {
            return DecisionRefusals.NotOrganiser;
        }

        if (count is not { } typed)
        {
            return DecisionRefusals.CountMissing;
        }

        try
        {
            var result = await store.ChangeAsync(db => InformAsync(db, by, conferenceId, chosen, stamp, typed, ct), ct);
            if (!result.IsRefused)
            {
                bell.Ring();
                proposals.Tell(new ProposalsChanged());
            }

            return result;
        }
        catch (DbUpdateException fault) when (ExpoStore.IsDuplicate(fault))
        {
            return DecisionRefusals.PlanChanged;
        }
    }

    private async Task<Result<int>> InformAsync(ExpoDb db, Actor by, int conferenceId, IReadOnlyCollection<int> chosen, string stamp, int typed, CancellationToken ct)
    {
        DateTimeOffset? now = clock.GetUtcNow();

        // First of all, so that whoever confirms at the same moment waits here and then finds it done.
        foreach (var id in chosen.Distinct().Order())
        {
            await ReviewScope.LockAsync(db, id, ct);
        }

        var found = await ChosenAsync(db, by, conferenceId, chosen, ct);
        if (found.Count == 0)
        {
            return DecisionRefusals.NobodyChosen;
        }

        if (StampOf(found) != stamp)
        {
            return DecisionRefusals.PlanChanged;
        }

        var all = found.Sum(p => DecisionLetters.Told(p).Count());
        if (all != typed)
        {
            return DecisionRefusals.CountChanged(typed, all);
        }

        foreach (var proposal in found)
        {
            var (decision, template) = (proposal.Decision, DecisionLetters.TemplateOf(proposal.Decision));

            // Whoever has answered is asked anew, and not before they are told.
            if (await db.Proposals.Where(p => p.Id == proposal.Id && p.SessionId == null && p.State == ProposalState.Submitted && p.Decision == decision && p.Informed == proposal.Informed)
                    .ExecuteUpdateAsync(set => set.SetProperty(p => p.Informed, decision).SetProperty(p => p.InformedAt, now).SetProperty(p => p.Answer, SpeakerAnswer.None), ct) != 1)
            {
                return DecisionRefusals.PlanChanged;
            }

            // The same decision again after another one is another letter.
            var version = await db.Outbox.Where(l => l.SubjectId == proposal.Id && l.Template == template).Select(l => (int?)l.Version).MaxAsync(ct) + 1 ?? 0;
            var told = DecisionLetters.Told(proposal).Select(s => s.NormalisedEmail).Distinct().ToList();
            db.Outbox.AddRange(told.Select(to => OutboxLetter.For(template, to, proposal.Id, version, now.Value)));
            ReviewScope.Log(db, proposal.Id, by.Name, $"Told the speakers: {DecisionWords.Of(decision).ToLowerInvariant()}.", now.Value);
        }

        return all;
    }

    private static IQueryable<Proposal> Waiting(ExpoDb db, Actor by, int conferenceId) => ReviewScope.ForOrganiser(db, conferenceId, by).AsNoTracking().Include(p => p.Speakers)
        .Where(p => p.State == ProposalState.Submitted && p.Decision != Decision.None && p.Decision != p.Informed);

    private static Task<List<Proposal>> ChosenAsync(ExpoDb db, Actor by, int conferenceId, IReadOnlyCollection<int> chosen, CancellationToken ct) =>
        Waiting(db, by, conferenceId).Where(p => chosen.Contains(p.Id)).OrderBy(p => p.Code).ToListAsync(ct);

    private static ToInform LineOf(Proposal p) => new(p.Id, p.Code, p.Title, ProposalService.OwnerOf(p).Name, p.Decision, DecisionLetters.Told(p).Count(), p.Informed);

    // All that a letter says: whoever it goes to, what it says, and what it is about.
    private static string StampOf(IEnumerable<Proposal> found) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', found.Select(p =>
        $"{p.Id}|{p.Decision}|{p.Informed}|{p.Code}|{p.Title}|{string.Join(',', DecisionLetters.Told(p).Select(s => $"{s.Id}:{s.NormalisedEmail}:{s.Name}"))}")))));
}
