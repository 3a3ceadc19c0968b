using Expo.Core.Agenda;
using Expo.Core.Registration;
using Expo.Core.Submissions;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Data.Demo;

/// <summary>An open call with two drafts and three proposals. Every person, company and figure in them is invented.</summary>
internal static class DemoSubmissions
{
    private const int OpenForDays = 30;

    private static readonly (string Code, string Title, string Topic, string Savings, string Description, string Name, string Company, string Country, bool IsSent)[] Offered =
    [
        ("DEM2A7", "Reading mill ledgers with a phone camera", "Tracing inputs", "Matching 1,200 ledger pages by hand took six weeks; it takes four days (own count, one audit).",
            "Small mills keep paper ledgers, so tracing stops at their door. The tool reads photographs of pages, marks what it is not sure of and keeps the picture beside each figure. It meets three pain points: unreadable scans, figures without a source, and auditors who cannot travel.", "Ingrid Solvang", "Northweave Analytics (invented)", "Norway", true),
        ("DEM3B8", "Trace elements as a second witness", "Origin testing", "One test costs 180 dollars in place of 450, and 40 percent fewer shipments are held for want of evidence (estimate).",
            "Papers say where cotton was grown and nobody can check. A bench-top instrument compares trace elements with a library of known fields. The talk shows where it fails: blends, recycled fiber and fields near a border.", "Bastian Ohlendorf", "Loamprint Laboratories (invented)", "Germany", true),
        ("DEM4C9", "A complaint line that workers trust", "Worker voice", "Reports that led to a remedy rose from 3 to 41 in a year at 12 sites; a case closes in 19 days on average.",
            "Hotlines run by the employer stay silent. This one is run by a cooperative, works without a smartphone and tells each caller what became of the report. Pain points: fear, language, and reports that vanish.", "Amina Tessaro", "Open Bell Cooperative (invented)", "Canada", true),
        ("DEM5D2", "Ship tracks and silent harbors", "Tracing inputs", "", "Ships that switch off their transponder leave gaps.", "Linus Ekwall", "Farwake AB (invented)", "Sweden", false),
        ("DEM6E3", "", "", "", "", "Ruta Maddox", "", "", false),
    ];

    public static async Task AddAsync(ExpoDb db, Conference conference, DateTimeOffset now, CancellationToken ct)
    {
        db.CallsForTalks.Add(new CallForTalks
        {
            ConferenceId = conference.Id, OpensAt = now.AddDays(-20), ClosesAt = EndOf(conference, now),
            Introduction = "We look for technology that finds, traces or prevents forced labor in supply chains, shown by those who build or use it. Say what it does, what it saves and where it fails. This is a demo: nothing that you send is read by anybody.",
            Topics = ["Tracing inputs", "Origin testing", "Worker voice", "Data and screening", "Remedy"],
        });
        var account = await db.Accounts.Where(a => a.Email == "speaker@expo.example").Select(a => (int?)a.Id).FirstOrDefaultAsync(ct);
        foreach (var (offer, index) in Offered.Select((offer, index) => (offer, index)))
        {
            // The first belongs to the demo's speaker, whose password is known; nobody can sign in as the others.
            var (own, at) = (index == 0 && account is not null, now.AddDays(-9 + index));
            var email = own ? "speaker@expo.example" : $"{offer.Name.Split(' ')[0].ToLowerInvariant()}@proposals.example";
            var proposal = new Proposal
            {
                ConferenceId = conference.Id, Code = offer.Code, Title = offer.Title, Topic = offer.Topic, Savings = offer.Savings, Description = offer.Description, StartedAt = at, ChangedAt = at,
                SubmittedAt = offer.IsSent ? at : null, State = offer.IsSent ? ProposalState.Submitted : ProposalState.Draft, Revision = offer.IsSent ? 2 : 1,
            };
            proposal.Speakers.Add(new ProposalSpeaker
            {
                IsOwner = true, Name = offer.Name, Email = email, NormalisedEmail = EmailAddresses.Normalise(email).Value, Company = offer.Company, Country = offer.Country, Phone = offer.IsSent ? $"+1 202 555 01{index:00}" : "",
                AccountId = own ? account : null,
            });
            db.Proposals.Add(proposal);
            await db.SaveChangesAsync(ct);
            if (offer.IsSent)
            {
                db.ProposalLog.Add(new ProposalLogLine { ProposalId = proposal.Id, At = at, By = offer.Name, Text = "Submitted." });
            }
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>A demo that is started again weeks later still has an open call.</summary>
    public static async Task StayOpenAsync(ExpoDb db, Conference conference, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.CallsForTalks.FirstOrDefaultAsync(c => c.ConferenceId == conference.Id, ct) is { ClosesAt: { } end } call && end <= now)
        {
            call.ClosesAt = EndOf(conference, now);
            call.Revision++;
        }
    }

    private static DateTimeOffset EndOf(Conference conference, DateTimeOffset now)
    {
        var time = EventTime.In(conference.TimeZone);
        return time.At(time.Day(now).AddDays(OpenForDays), new TimeOnly(17, 0));
    }
}
