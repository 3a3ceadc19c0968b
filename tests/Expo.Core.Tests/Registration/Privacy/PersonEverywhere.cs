using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Expo.Core.Files;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Payments;
using Expo.Core.Publishing;
using Expo.Core.Questions;
using Expo.Core.Registration;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Expo.Core.Tests.Registration.Privacy;

/// <summary>
/// A person who left something in every column that <see cref="DataInventory"/> calls personal. Each such text holds
/// <see cref="Mark"/>, the name or the address.
/// </summary>
internal static class PersonEverywhere
{
    public const string Name = "Zebulon Quillfeather";
    public const string Address = "zebulon@quillfeather.example";

    /// <summary>Stands in what says much about a person without a name.</summary>
    public const string Mark = "Quagga";

    public static async Task<Attendee> AddAsync(PrivacyDesk desk)
    {
        var test = desk.Desk.Test;
        var at = Samples.Opening;
        await test.AddAsync(
            new FormQuestion { ConferenceId = 1, Kind = AnswerKind.Text, Label = "Favorite animal", Purpose = "For the quiz", KeepDays = 30 },
            Samples.Stage(), Samples.Session());
        await desk.Desk.Service.RegisterAsync(
            new()
            {
                Place = Places.Room, Name = Name, Email = "Zebulon@Quillfeather.example", Organisation = $"{Mark} Trust", Country = "NO", AccessNeeds = $"{Mark} by my side",
                Answers = new Dictionary<string, string?> { ["1"] = Mark }, Companions = [new("Ada Lovelace", "ada@example.org")],
            },
            default);
        // Who came along works somewhere else.
        await desk.Store.ReadAsync(db => db.Attendees.Where(a => a.Id == 2).ExecuteUpdateAsync(set => set.SetProperty(a => a.Organisation, "Fernhollow Imports")));
        await desk.Store.ReadAsync(db => db.Attendees.Where(a => a.NormalisedEmail == Address).ExecuteUpdateAsync(set => set.SetProperty(a => a.CalendarUid, $"{Mark}-uid")));
        var person = await desk.Store.ReadAsync(db => db.Attendees.FirstAsync(a => a.NormalisedEmail == Address));
        var payment = new Payment { AttendeeId = person.Id, AmountMinor = 5000, Currency = "usd", Key = "p1", State = PaymentState.Paid, RefundedMinor = 1000, CheckoutId = "cs_1", CheckoutUrl = $"https://pay.example/{Mark}", IntentId = "pi_1", Look = $"{Name} paid twice.", CreatedAt = at };
        var bulk = new BulkLetter { ConferenceId = 1, Subject = $"About {Name}", Text = $"Ask {Name} or {Address.ToUpperInvariant()}", Segment = $$"""{"text":"{{Address}}"}""", CreatedAt = at, CreatedBy = "Ona Organiser", ConfirmedBy = "Ona Organiser" };
        var question = new Question { SessionId = 1, Text = "Why?", OriginalText = "Why?", AskedBy = Name, AskerKey = "key", AskedAt = at, State = QuestionState.Approved };
        var account = new Account { DisplayName = Name, UserName = Address, NormalizedUserName = Address.ToUpperInvariant(), Email = Address, NormalizedEmail = Address.ToUpperInvariant(), PhoneNumber = Mark, PasswordHash = "secret-hash", SecurityStamp = "secret-stamp" };
        await test.AddAsync(
            new SeatLedgerLine { SeatPoolId = 1, AttendeeId = person.Id, At = at, Text = LedgerWords.Over($"rides a {Mark}") },
            new SeatLedgerLine { SeatPoolId = 1, AttendeeId = person.Id, At = at, Text = LedgerWords.Priority(3, $"the {Mark}") },
            new SeatLedgerLine { SeatPoolId = 1, AttendeeId = 2, At = at, Text = LedgerWords.Over($"comes with {Name}") },
            new RegistrationLogLine { ConferenceId = 1, AttendeeId = person.Id, At = at, By = "Ona Organiser", Text = $"Moved: the {Mark}" },
            new RegistrationLogLine { ConferenceId = 1, At = at, By = "Ona Organiser", Text = $"A list was exported: for {Address}" },
            new CheckIn { AttendeeId = person.Id, Day = new DateOnly(2023, 3, 14), ScannedAt = at, Door = "North", ScanKey = $"{Mark}-key" },
            new DoorScan { ConferenceId = 1, Key = "k1", AttendeeId = person.Id, Day = new DateOnly(2023, 3, 14), ScannedAt = at, ReceivedAt = at, Door = "North" },
            payment, bulk);
        await test.AddAsync(
            new PaymentNote { PaymentId = payment.Id, At = at, By = Name, Text = $"Called {Mark}" },
            new Refund { PaymentId = payment.Id, AmountMinor = 1000, Reason = $"Fell off the {Mark}", By = Name, Key = "r1", CreatedAt = at },
            new OutboxLetter { Template = "Organiser", Recipient = Address, SubjectId = person.Id, BulkLetterId = bulk.Id, CreatedAt = at, DueAt = at, LastError = $"550 <{Address}> unknown", UnsubscribeToken = $"{Mark}-token" },
            new OutboxLetter { Template = nameof(SendTicket), Recipient = "zebulon@old.example", SubjectId = person.Id, Version = 7, CreatedAt = at, DueAt = at, SentAt = at },
            new MailSuppression { Recipient = Address, Kind = "organiser", At = at },
            new Job { Kind = "Old", Payload = "{}", CreatedAt = at, DueAt = at, LastError = $"No mailbox {Address}" },
            question, account, new IdentityRole<int> { Name = Roles.Speaker, NormalizedName = "SPEAKER" });
        await test.AddAsync(
            new SessionEvent { SessionId = 1, Number = 1, At = at, Kind = "question.approved", QuestionId = question.Id, Body = $$"""{"id":1,"text":"Why?","askedBy":"{{Name}}"}""" },
            new FaqEntry { ConferenceId = 1, Slug = "why", Heading = "Why?", AskedWording = "Why?", AskedBy = Name, QuestionId = question.Id },
            new IdentityUserRole<int> { UserId = account.Id, RoleId = 1 },
            new IdentityUserClaim<int> { UserId = account.Id, ClaimType = Mark, ClaimValue = Mark },
            new IdentityUserLogin<int> { UserId = account.Id, LoginProvider = Mark, ProviderKey = Mark, ProviderDisplayName = Mark },
            new IdentityUserToken<int> { UserId = account.Id, LoginProvider = Mark, Name = Mark, Value = "secret-token" });
        await AddProposalAsync(desk, account.Id);
        await AddSpeakersAsync(desk, account.Id);
        await test.AddAsync(
            new SavedSession { AttendeeId = person.Id, SessionId = 1, SavedAt = at, KnownReleaseId = 1 },
            new ChangeNotice { AttendeeId = person.Id, SessionId = 1, FromReleaseId = 1, ReleaseId = 1, Text = "Moved", At = at });
        await desk.Store.ReadAsync(db => db.Attendees.Where(a => a.Id == person.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.CalendarKey, "secret-calendar")));
        await desk.Accommodations.AnswerAsync(RegistrationDesk.Organiser, new AccommodationRequest(person.Id, "", null, null), AccommodationState.Arranged, $"Bring the {Mark}", default);
        return await desk.AttendeeAsync(person.Id);
    }

    /// <summary>A talk that was offered with an attachment, reviewed, and told of; and a deck that is being sent.</summary>
    private static async Task AddProposalAsync(PrivacyDesk desk, int account)
    {
        var (test, at) = (desk.Desk.Test, Samples.Opening);
        var file = new StoredFile { Id = Guid.CreateVersion7(), Key = "k1", Name = $"{Mark}.pdf", ContentType = "application/pdf", Sha256 = "00", OwnerId = account, StoredAt = at, State = FileState.Accepted };
        var proposal = new Proposal
        {
            ConferenceId = 1, Code = "K7QZ3M", State = ProposalState.Submitted, Title = $"By {Name}", Savings = $"{Name} saved 7 weeks", Description = $"Write to {Address}", NoteToOrganisers = $"A {Mark} on stage", AttachmentId = file.Id,
            StartedAt = at, ChangedAt = at, Decision = Decision.Accepted, DecidedAt = at, Informed = Decision.Accepted, InformedAt = at,
        };
        proposal.Speakers.Add(new ProposalSpeaker
        {
            IsOwner = true, Email = Address, NormalisedEmail = Address, Name = Name, Company = $"{Mark} Trust", Country = Mark, Phone = $"{Mark}-phone", Biography = $"Rides a {Mark}", AccountId = account, InvitationHash = "secret-invitation",
        });
        var reviewer = new Account { DisplayName = "Rhea Reviewer", UserName = "rhea@example.org", NormalizedUserName = "RHEA@EXAMPLE.ORG", Email = "rhea@example.org", NormalizedEmail = "RHEA@EXAMPLE.ORG" };
        await test.AddAsync(file, proposal, reviewer);
        await test.AddAsync(
            new ProposalLogLine { ProposalId = proposal.Id, At = at, By = Name, Text = $"Invited {Name}." },
            new Review { ProposalId = proposal.Id, ReviewerId = reviewer.Id, Score = 3, Comment = $"{Name} is good", WrittenAt = at, ChangedAt = at },
            new ReviewConflict { ProposalId = proposal.Id, ReviewerId = reviewer.Id, Reason = $"Worked for {Name}", DeclaredBy = "Ona Organiser", At = at },
            new Upload { Id = "u1", OwnerId = account, Purpose = "deck:1", Name = $"{Mark}.pptx", Length = 9, CreatedAt = at, ExpiresAt = at },
            new SignInLink { Hash = "secret-link", AccountId = account, ReturnUrl = "/account", CreatedAt = at, ExpiresAt = at });
    }

    /// <summary>Somebody who was never released, and, under a name of the stage, somebody who was: that name stays on the public record.</summary>
    private static async Task AddSpeakersAsync(PrivacyDesk desk, int account)
    {
        var (test, session) = (desk.Desk.Test, Samples.Session("on-stage", Samples.Opening.AddHours(4)));
        session.Speakers.Add(new Speaker { ConferenceId = 1, Slug = "zed", Name = "Zed on Stage", Company = "Public Works", Country = "Norway", Biography = $"Rides a {Mark}", Email = Address });
        var file = new StoredFile { Id = Guid.CreateVersion7(), Key = "d1", Name = $"{Mark}.pptx", ContentType = "application/pdf", Sha256 = "00", OwnerId = account, StoredAt = Samples.Opening, State = FileState.Accepted };
        await test.AddAsync(session);
        var deck = new DeckVersion { SessionId = session.Id, Number = 1, FileId = file.Id, UploadedById = account, UploadedAt = Samples.Opening, State = DeckState.Ready };
        await test.AddAsync(file, deck);
        await test.AddAsync(new DeckPage { DeckVersionId = deck.Id, Number = 1, Text = $"{Name} rides a {Mark}" });
        await test.AddAsync(new Speaker { ConferenceId = 1, Slug = $"{Mark}-slug", Name = Name, Company = $"{Mark} Trust", Country = Mark, Biography = $"Rides a {Mark}", AccountId = account, Email = Address });
    }

    /// <summary>Whether a line of the dump says something about this person.</summary>
    public static bool IsIn(string line) => new[] { Name, Address, Mark, "zebulon@old.example" }.Any(trace => line.Contains(trace, StringComparison.OrdinalIgnoreCase));
}
