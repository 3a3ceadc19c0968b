namespace Expo.Core.Registration;

/// <summary>What the other slices keep.</summary>
public static partial class DataInventory
{
    private const string OnThePublicRecord = "Part of the published programme";

    private const string UntilReleased = "Who speaks; the row is deleted, unless the person is in a release, which stays on the public record";

    private static IEnumerable<DataColumn> Programme() =>
    [
        NotPersonal("Conferences", "Slug", "Names an event"),
        NotPersonal("Conferences", "Name", "Names an event"),
        NotPersonal("Conferences", "Tagline", "Describes an event"),
        NotPersonal("Conferences", "TimeZone", "A time zone"),
        NotPersonal("Conferences", "DraftTimeZone", "A time zone"),
        NotPersonal("Conferences", "Venue", "Names a place"),
        NotPersonal("Conferences", "City", "Names a place"),
        NotPersonal("Conferences", "VenueNote", "Describes a place"),
        NotPersonal("Stages", "Slug", "Names a stage"),
        NotPersonal("Stages", "Name", "Names a stage"),
        NotPersonal("Sessions", "Slug", "Names a session"),
        NotPersonal("Sessions", "Title", "Names a session"),
        NotPersonal("Sessions", "Summary", "Describes a session"),
        NotPersonal("Sessions", "Topics", "Topics of a session"),
        Personal("Speakers", "Slug", UntilReleased),
        Personal("Speakers", "Name", UntilReleased),
        Personal("Speakers", "Company", UntilReleased),
        Personal("Speakers", "Country", UntilReleased),
        Personal("Speakers", "Biography", "How they are introduced; emptied"),
        Personal("Speakers", "AccountId", "Which account opens the speaker's desk; emptied"),
        Personal("Speakers", "Email", "Where letters about their sessions go; emptied"),
        NotPersonal("Speakers", "TimeZone", "A time zone"),
        NotPersonal("Releases", "Name", "Names a release of the programme"),
        NotPersonal("Releases", "Note", "What a release changed"),
        Staff("Releases", "ReleasedBy", "Which organizer released it"),
        NotPersonal("Releases", "TimeZone", "A time zone"),
        NotPersonal("ReleasedSessions", "StageName", "Names a stage"),
        NotPersonal("ReleasedSessions", "Slug", "Names a session"),
        NotPersonal("ReleasedSessions", "Title", "Names a session"),
        NotPersonal("ReleasedSessions", "Summary", "Describes a session"),
        NotPersonal("ReleasedSessions", "Topics", "Topics of a session"),
        Staff("ReleasedSpeakers", "Slug", OnThePublicRecord),
        Staff("ReleasedSpeakers", "Name", OnThePublicRecord),
        Staff("ReleasedSpeakers", "Company", OnThePublicRecord),
        Staff("ReleasedSpeakers", "Country", OnThePublicRecord),
        Personal("ReleasedSpeakers", "Biography", "How they were introduced; emptied, in releases of the past too"),
    ];

    private static IEnumerable<DataColumn> Proposals() =>
    [
        NotPersonal("CallsForTalks", "Introduction", "Published text"),
        NotPersonal("CallsForTalks", "Topics", "Topics to choose from"),
        NotPersonal("Proposals", "Code", "Names a proposal"),
        Personal("Proposals", "Title", "What was offered; name and address are struck out"),
        NotPersonal("Proposals", "Topic", "A topic"),
        Personal("Proposals", "Savings", "What was offered; name and address are struck out"),
        Personal("Proposals", "Description", "What was offered; name and address are struck out"),
        Personal("Proposals", "NoteToOrganisers", "Written by the speaker; emptied"),
        Secret("Proposals", "DraftKeyHash", "Opens a draft that no account owns yet; emptied"),
        Staff("Proposals", "DecidedBy", "Who decided"),
        Personal("ProposalSpeakers", "Email", "Where letters go; emptied"),
        Personal("ProposalSpeakers", "NormalisedEmail", "To invite each person once; replaced by a mark"),
        Personal("ProposalSpeakers", "Name", "Who would speak; replaced by the word “Erased”"),
        Personal("ProposalSpeakers", "Company", "For whom they speak; emptied"),
        Personal("ProposalSpeakers", "Country", "Where they come from; emptied"),
        Personal("ProposalSpeakers", "Phone", "To reach them before the talk; emptied"),
        Personal("ProposalSpeakers", "Biography", "How they would be introduced; emptied"),
        Personal("ProposalSpeakers", "AccountId", "Which account may change the proposal; emptied"),
        Secret("ProposalSpeakers", "InvitationHash", "Opens an invitation; emptied"),
        Staff("ProposalLog", "By", "Who did it; name and address are struck out"),
        Personal("ProposalLog", "Text", "What happened; name and address are struck out"),
        NotPersonal("ReviewPhases", "Name", "Names a phase"),
        Staff("Reviews", "ReviewerId", "Who reviewed"),
        Personal("Reviews", "Comment", "What a reviewer wrote of a proposal; name and address of its speakers are struck out"),
        Staff("ReviewAssignments", "ReviewerId", "Who is asked to review"),
        Staff("ReviewConflicts", "ReviewerId", "Who has an interest"),
        Personal("ReviewConflicts", "Reason", "Why somebody must not review; name and address of its speakers are struck out"),
        Staff("ReviewConflicts", "DeclaredBy", "Who said so"),
        Staff("DeckVersions", "UploadedById", "Who brought it; a speaker’s decks are deleted"),
        NotPersonal("DeckVersions", "Refusal", "Why a deck was refused"),
        NotPersonal("DeckVersions", "Report", "What is accessible in a deck; deleted with it"),
        Staff("DeckVersions", "FrozenBy", "Who froze it"),
        Staff("DeckVersions", "ApprovedBy", "Which organizer approved it"),
        Personal("DeckPages", "Text", "What a slide says; the row is deleted with the deck, and in decks of co-speakers name and address are struck out"),
    ];

    private static IEnumerable<DataColumn> Files() =>
    [
        NotPersonal("Files", "Key", "A random name"),
        Personal("Files", "Name", "As its owner called it; the row is deleted with portrait, attachment or deck, and otherwise replaced by a mark together with the account"),
        NotPersonal("Files", "ContentType", "A kind of file"),
        NotPersonal("Files", "Sha256", "A sum over the bytes"),
        Personal("Files", "OwnerId", "Whose account brought it; emptied together with the account, if the row is not deleted before"),
        NotPersonal("Files", "Refusal", "Why a file was refused"),
        NotPersonal("Uploads", "Id", "A random name"),
        Personal("Uploads", "OwnerId", "Whose account sends it; the row is deleted"),
        NotPersonal("Uploads", "Purpose", "What a file is for"),
        Personal("Uploads", "Name", "As its owner called it; the row is deleted"),
    ];

    private static IEnumerable<DataColumn> Questions() =>
    [
        NotPersonal("Questions", "Text", "What was asked in public, read by a moderator first"),
        NotPersonal("Questions", "OriginalText", "What was asked, for moderators"),
        Personal("Questions", "AskedBy", "A name that somebody typed; not tied to a registration. Taken off when an organizer erases a person together with the questions asked under that name"),
        NotPersonal("Questions", "AskerKey", "A random number of a browser; tied to no name and no registration"),
        NotPersonal("Questions", "AnswerText", "The published answer"),
        Staff("Questions", "AnsweredBy", "Who answered on the stage"),
        Staff("Questions", "ChangedBy", "Which moderator changed it last"),
        NotPersonal("QuestionVotes", "VoterKey", "A random number of a browser; tied to no name and no registration"),
        NotPersonal("SessionEvents", "Kind", "A kind of event"),
        Personal("SessionEvents", "Body", "What viewers were sent, with the asker's name; taken off together with the question's"),
    ];

    private static IEnumerable<DataColumn> Record() =>
    [
        NotPersonal("Recordings", "Slug", "Names a recording"),
        NotPersonal("Recordings", "StageSlug", "Names a stage"),
        NotPersonal("Recordings", "Manifest", "Places in the archive's files"),
        NotPersonal("FaqEntries", "Slug", "Names an entry"),
        NotPersonal("FaqEntries", "Heading", "Published text"),
        NotPersonal("FaqEntries", "AskedWording", "What was asked in public"),
        Personal("FaqEntries", "AskedBy", "The asker's name; taken off together with the question's"),
        NotPersonal("FaqEntries", "AnswerMarkdown", "Published text"),
        Staff("FaqEntries", "AnsweredBy", "Who answered on the stage"),
        NotPersonal("FaqEntries", "Topic", "A topic"),
        Staff("FaqEntries", "EditedBy", "Which organizer edited it"),
        NotPersonal("FaqRevisions", "Heading", "Published text"),
        NotPersonal("FaqRevisions", "AnswerMarkdown", "Published text"),
        Staff("FaqRevisions", "By", "Which organizer published it"),
    ];

    private static IEnumerable<DataColumn> Accounts() =>
    [
        Personal("Accounts", "UserName", "To sign in; the row is deleted when an organizer erases the account too"),
        Personal("Accounts", "NormalizedUserName", "To find the account; deleted with it"),
        Personal("Accounts", "Email", "To sign in; deleted with the account"),
        Personal("Accounts", "NormalizedEmail", "To find the account; deleted with it"),
        Personal("Accounts", "DisplayName", "The name of staff and speakers at their desks; deleted with the account"),
        Personal("Accounts", "PhoneNumber", "Not asked for; deleted with the account"),
        Secret("Accounts", "PasswordHash", "Proves the password; deleted with the account"),
        Secret("Accounts", "SecurityStamp", "Ends visits elsewhere; deleted with the account"),
        Secret("Accounts", "ConcurrencyStamp", "Keeps two changes apart; deleted with the account"),
        Secret("SignInLinks", "Hash", "Opens an account once, for a short time; the row is deleted"),
        Personal("SignInLinks", "AccountId", "Whose account it opens; the row is deleted"),
        NotPersonal("SignInLinks", "ReturnUrl", "A page of this site"),
        Personal("AccountRoles", "UserId", "Which roles an account has; deleted with the account"),
        Personal("AccountClaims", "UserId", "Not used; deleted with the account"),
        Personal("AccountClaims", "ClaimType", "Not used; deleted with the account"),
        Personal("AccountClaims", "ClaimValue", "Not used; deleted with the account"),
        Personal("AccountLogins", "UserId", "Not used; deleted with the account"),
        Personal("AccountLogins", "LoginProvider", "Not used; deleted with the account"),
        Personal("AccountLogins", "ProviderKey", "Not used; deleted with the account"),
        Personal("AccountLogins", "ProviderDisplayName", "Not used; deleted with the account"),
        Personal("AccountTokens", "UserId", "Not used; deleted with the account"),
        Personal("AccountTokens", "LoginProvider", "Not used; deleted with the account"),
        Personal("AccountTokens", "Name", "Not used; deleted with the account"),
        Secret("AccountTokens", "Value", "Not used; deleted with the account"),
        NotPersonal("Roles", "Name", "Names a role"),
        NotPersonal("Roles", "NormalizedName", "Names a role"),
        NotPersonal("Roles", "ConcurrencyStamp", "Keeps two changes apart"),
        NotPersonal("RoleClaims", "ClaimType", "Not used"),
        NotPersonal("RoleClaims", "ClaimValue", "Not used"),
    ];

    private static IEnumerable<DataColumn> Machinery() =>
    [
        NotPersonal("Jobs", "Kind", "A kind of work"),
        NotPersonal("Jobs", "Payload", "Numbers of rows, no names and no addresses"),
        Personal("Jobs", "LastError", "What went wrong, which may quote an address; emptied where it does"),
    ];
}
