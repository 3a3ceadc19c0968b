namespace Expo.Streaming.Live;

/// <summary>The one stage that a connection is counted at. A call that is still at work and the end of the connection may both move it: each stage that was left is told once.</summary>
internal sealed class StageSeat
{
    private int _stage;

    /// <summary>Moves to a stage, or to none with 0.</summary>
    /// <returns>The stage that was left, or 0.</returns>
    public int Move(int stage) => Interlocked.Exchange(ref _stage, stage);
}
