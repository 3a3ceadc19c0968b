using Expo.Core;
using Expo.Core.Accounts;
using Expo.Core.Agenda;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Expo.Web.Organiser;

/// <summary>The organisers' desk of the programme: a grid of one day, the session that was chosen, what has no time, and warnings.</summary>
public sealed partial class ProgrammeConsole
{
    private readonly ProgrammeHistory _history = new();
    private WorkingProgramme? _programme;
    private IReadOnlyList<ProgrammeWarning> _warnings = [];
    private IReadOnlyDictionary<int, ProgrammeMark> _marks = new Dictionary<int, ProgrammeMark>();
    private List<DateOnly> _days = [];
    private DateOnly _day;
    private int? _selected;
    private SessionKind? _editing;
    private (int Session, int Revision, Placement At)? _lifted;
    private Refusal? _refusal;
    private string? _done;
    private string? _said;
    private bool _busy;
    private ElementReference _root;
    private IJSObjectReference? _hands;
    private DotNetObjectReference<ProgrammeConsole>? _self;

    [Inject]
    public required ProgrammeService Service { get; set; }

    [Inject]
    public required ProgrammeQueries Queries { get; set; }

    [Inject]
    public required Feed<AgendaChanged> AgendaFeed { get; set; }

    [Inject]
    public required IJSRuntime Script { get; set; }

    private Session? Selected => _programme?.Sessions.FirstOrDefault(s => s.Id == _selected);

    public async ValueTask DisposeAsync()
    {
        Dispose();
        try
        {
            if (_hands is not null)
            {
                await _hands.InvokeVoidAsync("dispose");
                await _hands.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and its listeners with it.
        }

        _self?.Dispose();
    }

    protected override bool IsOfWorkingCopy => true;

    protected override async Task<Refusal?> LoadAsync(Conference conference)
    {
        var programme = await Queries.ReadAsync(await ActorAsync(), conference.Id, Ct);
        if (programme.IsRefused)
        {
            return programme.Refusal;
        }

        _programme = programme.Value;
        _warnings = ProgrammeWarnings.Of(_programme);
        _marks = ProgrammeMark.Of(_warnings);
        var (first, last) = (_programme.Conference.FirstDay, _programme.Conference.LastDay);
        _days = [.. Enumerable.Range(0, Math.Clamp(last.DayNumber - first.DayNumber + 1, 1, 31)).Select(first.AddDays).Union(_programme.Sessions.Where(s => s.IsPlaced).Select(s => Time.Day(s.StartsAt))).Order()];
        _day = _days.Contains(_day) ? _day : first;
        return null;
    }

    protected override void Listen() => Watch(AgendaFeed);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && Closed is null)
        {
            _self = DotNetObjectReference.Create(this);
            var module = await Script.InvokeAsync<IJSObjectReference>("import", Ct, "/" + Assets["dist/programme.js"]);
            _hands = await module.InvokeAsync<IJSObjectReference>("attach", Ct, _root, _self);
        }
    }

    private ProgrammeDay Laid() => ProgrammeDay.Of(_day, _programme!.Sessions, _programme.Stages, Time, At);

    private Placement? At(Session session) =>
        _lifted is { } lifted && lifted.Session == session.Id ? lifted.At : session.IsPlaced ? new Placement(session.StageId, session.StartsAt, session.EndsAt) : null;

    private void Show(DateOnly day) => (_day, _lifted) = (day, null);

    private void Select(int id)
    {
        (_selected, _editing, _lifted) = (id, null, null);
        _day = Selected is { IsPlaced: true } session ? Time.Day(session.StartsAt) : _day;
    }

    private void Open(int? id, SessionKind kind) => (_selected, _editing) = (id, kind);

    /// <summary>The focus goes back to where the session is in the grid or the tray.</summary>
    private async Task CloseAsync()
    {
        var closed = _selected;
        (_selected, _editing) = (null, null);
        await FocusAsync(closed);
    }

    private async Task<Refusal?> PlaceAsync(Placement at)
    {
        var session = Selected!;
        await DoAsync(by => Service.PlaceAsync(by, session.Id, session.Revision, at, Ct));
        return _refusal is { } refusal ? Taken(refusal) : null;
    }

    private async Task<Refusal?> SaveWordsAsync(int seen, SessionSheet sheet)
    {
        var step = await DoAsync(by => Selected is { } session ? Service.EditAsync(by, session.Id, seen, sheet, Ct) : Service.CreateAsync(by, Conference!.Id, sheet, Ct));
        if (step is null)
        {
            return Taken(_refusal!);
        }

        (_editing, _selected) = (null, step.SessionId);
        return null;
    }

    /// <summary>The form says it, so the page's head need not.</summary>
    private Refusal Taken(Refusal refusal)
    {
        _refusal = null;
        return refusal;
    }
}
