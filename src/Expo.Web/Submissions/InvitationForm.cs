namespace Expo.Web.Submissions;

/// <summary>What the form posts that invites a speaker. Fields are named as refusals name them.</summary>
public sealed class InvitationForm
{
    public string? InviteeName { get; set; }

    public string? InviteeEmail { get; set; }
}

/// <summary>What an invited speaker posts when accepting.</summary>
public sealed class AcceptanceForm
{
    public string? Name { get; set; }

    public string? Company { get; set; }

    public string? Country { get; set; }
}
