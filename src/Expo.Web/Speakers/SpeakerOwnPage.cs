using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Microsoft.AspNetCore.Components;

namespace Expo.Web.Speakers;

/// <summary>A page of the speaker's own desk about one speaker: the one that is connected with the account, or that is chosen where there are several.</summary>
public abstract class SpeakerOwnPage : ComponentBase
{
    private protected const string Nobody = "Your account is not connected with a speaker of this event yet. An organizer connects it.";

    [Inject]
    public required SpeakerQueries Speakers { get; set; }

    /// <summary>Chooses one of several.</summary>
    [SupplyParameterFromQuery(Name = "speaker")]
    public string? Chosen { get; set; }

    [CascadingParameter]
    public HttpContext? Context { get; set; }

    private protected SpeakerSheet? Sheet { get; private set; }

    private protected CancellationToken Ct => Context?.RequestAborted ?? default;

    /// <summary>The page's own address, with the choice in it.</summary>
    private protected string Address(string path) => Chosen is null ? path : $"{path}?speaker={Uri.EscapeDataString(Chosen)}";

    protected override async Task OnInitializedAsync()
    {
        var mine = await Speakers.MineAsync(Actor.From(Context?.User), Ct);
        Sheet = Chosen is null ? mine.FirstOrDefault() : mine.FirstOrDefault(s => s.Speaker.Slug == Chosen);
        if (Sheet is null && Context is { Response.HasStarted: false } context)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
