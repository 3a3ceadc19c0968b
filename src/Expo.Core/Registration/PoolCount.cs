namespace Expo.Core.Registration;

/// <summary>A seat pool as it was read and locked, what this transaction gives away of it, and what is kept for those who wait.</summary>
/// <param name="id">Of the pool; 0 for an organisation that has none yet.</param>
/// <param name="name">As organisers call it.</param>
/// <param name="capacity">Its cap.</param>
/// <param name="taken">As it was read.</param>
/// <param name="ofOrganisation">It is the pool of one organisation: no access code holds seats of it back, since nobody knows before who comes.</param>
internal sealed class PoolCount(int id, string name, int capacity, int taken, bool ofOrganisation = false)
{
    private int _aside;
    private bool _isSpokenFor;

    public int Id => id;

    public string Name => name;

    public int Capacity => capacity;

    public int Taken => taken;

    public bool OfOrganisation => ofOrganisation;

    public int Granted { get; private set; }

    public int Free => capacity - taken - Granted;

    /// <summary>What the next one in the line can have. Never below 0.</summary>
    public int Open => _isSpokenFor ? 0 : Math.Max(0, Free - _aside);

    public void Grant(int seats) => Granted += seats;

    /// <summary>Keeps so many of the free seats for somebody who waits.</summary>
    public void SetAside(int seats) => _aside += seats;

    /// <summary>Keeps whatever is free for somebody who needs more than there is.</summary>
    public void SpeakFor() => _isSpokenFor = true;
}
